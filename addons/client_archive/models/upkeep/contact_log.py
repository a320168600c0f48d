from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

# What is added to the note of another
_ANSWER = {"outcome", "document_ids"}


class ArchiveContactLog(models.Model):
    """A meeting, visit, call, complaint, request or piece of market information of a customer (R83)."""

    _name = "archive.contact.log"
    _inherit = ["archive.journal.mixin"]
    _description = "Contact with a Customer"
    _order = "date desc, id desc"

    name = fields.Char(string="Subject", required=True)
    dossier_id = fields.Many2one("archive.dossier", required=True, ondelete="restrict", index=True)
    partner_id = fields.Many2one(related="dossier_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    date = fields.Date(required=True, default=lambda self: self._archive_day(), index=True)
    kind = fields.Selection(
        [
            ("meeting", "Meeting"),
            ("visit", "Visit"),
            ("call", "Call"),
            ("complaint", "Complaint"),
            ("request", "Customer's Request"),
            ("market", "Market Information"),
        ],
        string="Kind of Contact", required=True, default="visit", index=True)
    contact_id = fields.Many2one("res.partner", string="Contact Person", domain="[('id', 'child_of', partner_id)]")
    user_id = fields.Many2one(
        "res.users", string="Noted by", required=True, default=lambda self: self.env.user, ondelete="restrict")
    participant_ids = fields.Many2many("res.users", string="Participants", domain="[('share', '=', False)]")
    content = fields.Text()
    outcome = fields.Text(string="Result or Answer", help="How a complaint was settled, what a request was answered.")
    source = fields.Char(help="Where market information comes from.")
    is_settled = fields.Boolean(string="Settled", compute="_compute_is_settled", store=True)

    @api.depends("kind", "outcome")
    def _compute_is_settled(self):
        for row in self:
            row.is_settled = row.kind not in ("complaint", "request") or bool((row.outcome or "").strip())

    @api.constrains("date")
    def _check_date(self):
        for row in self:
            if row.date > self._archive_day():
                raise ValidationError(self.env._("“%s”: note contacts after they took place.", row.name))

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._journal("created", after=lambda row: {"subject": row.name, "customer": row.partner_id.name})
        return rows

    def write(self, vals):
        self.check_access("write")
        self._check_author(vals.keys() - _ANSWER)
        before = {row.id: {name: str(row[name]) for name in vals} for row in self}
        result = super().write(vals)
        self._journal("changed", before=lambda row: before[row.id], after=vals)
        return result

    def _check_author(self, names):
        """What was noted stands in the words of who noted it; the account manager adds what came of it.

        :raises AccessError: for anybody else
        """
        for row in self if names and not self.env.su else ():
            if self.env.user not in row.user_id | row.create_uid:
                raise AccessError(self.env._(
                    "“%(contact)s” was noted by %(user)s and stands in their words: enter the result or answer, or "
                    "note a contact of your own.", contact=row.name, user=row.user_id.name))

    @api.ondelete(at_uninstall=False)
    def _unlink_journaled(self):
        self._check_author({"name"})
        self._journal("deleted", before=lambda row: {"subject": row.name, "customer": row.partner_id.name})
