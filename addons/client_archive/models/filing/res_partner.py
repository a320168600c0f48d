from stdnum.cn import uscc

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class ResPartner(models.Model):
    _inherit = "res.partner"

    dossier_ids = fields.One2many(
        "archive.dossier", "partner_id", string="Dossiers", groups="client_archive.group_user")
    dossier_id = fields.Many2one(
        "archive.dossier", string="Dossier", compute="_compute_dossier_id", search="_search_dossier_id",
        groups="client_archive.group_user",
        help="The dossier of the customer in the current company.")
    # As the reader: Odoo searches what is related with all rights, also for whom the field is not meant.
    dossier_state = fields.Selection(
        related="dossier_id.state", related_sudo=False, string="Dossier State", groups="client_archive.group_user")
    dossier_completeness = fields.Float(related="dossier_id.completeness", groups="client_archive.group_user")
    dossier_missing_type_ids = fields.Many2many(
        related="dossier_id.missing_type_ids", string="Missing Papers", groups="client_archive.group_user")
    dossier_expired_type_ids = fields.Many2many(
        related="dossier_id.expired_type_ids", string="Expired Papers", groups="client_archive.group_user")
    # As the reader: not everybody may know of every paper.
    dossier_expiring_document_ids = fields.Many2many(
        related="dossier_id.expiring_document_ids", related_sudo=False, string="Papers That Expire",
        groups="client_archive.group_user")
    dossier_document_ids = fields.One2many(
        related="dossier_id.document_ids", related_sudo=False, string="Papers", groups="client_archive.group_user")
    dossier_document_count = fields.Integer(
        related="dossier_id.document_count", related_sudo=False, groups="client_archive.group_user")

    @api.depends("commercial_partner_id.dossier_ids")
    @api.depends_context("company")
    def _compute_dossier_id(self):
        dossiers = self.env["archive.dossier"].search([
            ("partner_id", "in", self.commercial_partner_id.ids), ("company_id", "=", self.env.company.id)])
        by_partner = dossiers.grouped("partner_id")
        for partner in self:
            partner.dossier_id = by_partner.get(partner.commercial_partner_id, dossiers.browse())

    @api.model
    def _search_dossier_id(self, operator, value):
        """Operators as the ORM asks for them: in (with empty ones), any of a domain, and parts of the number."""
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        own = Domain("company_id", "=", self.env.company.id)
        if operator in ("any", "any!"):
            asked = value if isinstance(value, Domain) else Domain("id", "in", value)
        elif operator == "in":
            asked = Domain("id", "in", [dossier for dossier in value if dossier])
        else:
            asked = Domain("number", operator, value)
        Dossier = self.env["archive.dossier"]
        found = Domain("commercial_partner_id", "in", Dossier.search(own & asked).partner_id.ids)
        if operator == "in" and False in value:
            found |= Domain("commercial_partner_id", "not in", Dossier.search(own).partner_id.ids)
        return found

    def write(self, vals):
        if vals.keys() & {"parent_id", "company_id"}:
            self._check_dossier_stays(vals)
        result = super().write(vals)
        # Not a constraint: creating a customer, who has no dossier yet, should cost no query more.
        if vals.keys() & {"vat", "country_id", "is_company"}:
            # sudo: the rule holds for whoever changes the customer
            self.env["archive.dossier"].sudo().search([("partner_id", "in", self.ids)]).partner_id._check_uscc()
        return result

    def _check_dossier_stays(self, vals):
        """A customer with a dossier is nobody's contact, and belongs to the company of the dossier or to all.

        :raises UserError: with the way to go
        """
        if not vals.get("parent_id") and not vals.get("company_id"):
            return
        self.check_access("write")  # before they are named
        # sudo: the rule holds for whoever changes the customer, also for those who may not see the dossier
        for dossier in self.env["archive.dossier"].sudo().search([("partner_id", "in", self.ids)]):
            partner = dossier.partner_id
            if vals.get("parent_id"):
                raise UserError(self.env._(
                    "%s has a dossier of its own and cannot become a contact of another customer. Merge both, if they "
                    "are the same.", partner.display_name))
            if vals["company_id"] != dossier.company_id.id:
                raise UserError(self.env._(
                    "%(customer)s has a dossier in %(company)s and stays there.", customer=partner.display_name,
                    company=dossier.company_id.name))

    def _check_uscc(self):
        """A Chinese company in the archive has a valid unified social credit code, kept as its tax ID (R79).

        :raises ValidationError: with what is wrong with it (GB 32100)
        """
        for partner in self:
            if not partner.is_company or partner.country_id.code not in (False, "CN"):
                continue
            code = (partner.vat or "").strip()
            if not code:
                raise ValidationError(self.env._(
                    "%s has no unified social credit code. Enter it as the customer's Tax ID; it is on the business "
                    "licence.", partner.display_name))
            if not uscc.is_valid(code):
                raise ValidationError(self.env._(
                    "%(code)s is not a valid unified social credit code (18 characters, GB 32100): compare it with "
                    "the business licence of %(partner)s.", code=code, partner=partner.display_name))

    def action_open_dossier(self):
        """Open the customer's dossier, or a new one for them (R77).

        :raises AccessError: without the right to open dossiers
        """
        self.ensure_one()
        partner = self.commercial_partner_id
        dossier = partner.dossier_id or self.env["archive.dossier"].create({"partner_id": partner.id})
        return {
            "type": "ir.actions.act_window",
            "res_model": "archive.dossier",
            "res_id": dossier.id,
            "views": [(False, "form")],
        }
