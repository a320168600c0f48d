from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class ArchiveCustomerLineMixin(models.AbstractModel):
    """One piece of what is known about a customer, in the dossier of one company; journaled (R78).

    Entered in the dossier, or on the customer's form, whose dossier in the current company it then belongs to.
    """

    _name = "archive.customer.line.mixin"
    _inherit = ["archive.journal.mixin"]
    _description = "Data of a Customer"

    # What the journal says the name of, and not the content: more people read it.
    _private_fields = frozenset()

    dossier_id = fields.Many2one("archive.dossier", required=True, ondelete="cascade", index=True)
    partner_id = fields.Many2one(related="dossier_id.partner_id", string="Customer", store=True, index=True)
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create([self._with_dossier(vals) for vals in vals_list])
        rows._journal("created", after=lambda row: row._journal_words())
        return rows

    def write(self, vals):
        self.check_access("write")
        if "dossier_id" in vals and not self.env.su and self._changes("dossier_id", vals["dossier_id"]):
            raise UserError(self.env._(
                "What is known about a customer stays in the customer's dossier: enter it anew in the other one."))
        told = [name for name in vals if name in self._fields and name not in self._private_fields]
        private = sorted(vals.keys() & self._private_fields)
        before = {row.id: {name: self._plain(row[name]) for name in told} for row in self}
        result = super().write(vals)
        self._journal("changed", before=lambda row: before[row.id], after=lambda row: {
            **{name: self._plain(row[name]) for name in told}, **({"personal": private} if private else {})})
        return result

    @staticmethod
    def _plain(value):
        return value.ids if isinstance(value, models.BaseModel) else value

    @api.ondelete(at_uninstall=False)
    def _unlink_journaled(self):
        self._journal("deleted", before=lambda row: row._journal_words())

    def _journal_words(self):
        self.ensure_one()
        return {"customer": self.partner_id.name, "what": self.display_name}

    @api.model
    def _with_dossier(self, vals):
        """``vals`` with the dossier of the customer they come from.

        :raises UserError: when that customer has no dossier in the current company
        """
        partner = self.env["res.partner"].browse(vals.get("partner_id"))
        vals = {name: value for name, value in vals.items() if name != "partner_id"}
        if partner and not vals.get("dossier_id"):
            if not partner.dossier_id:
                raise UserError(self.env._(
                    "%s has no dossier in this company: open one first.", partner.display_name))
            vals["dossier_id"] = partner.dossier_id.id
        return vals

    def _check_paper(self):
        """A paper that proves something about a customer is in the customer's dossier.

        :raises ValidationError: for the paper of another
        """
        for row in self:
            # sudo: whose paper it is, is no secret
            if row.document_id and row.document_id.sudo().dossier_id != row.dossier_id:
                raise ValidationError(self.env._(
                    "%(paper)s is not a paper of %(dossier)s.", paper=row.document_id.sudo().display_name,
                    dossier=row.dossier_id.display_name))
