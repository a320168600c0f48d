from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools import deadline


class ArchiveAgreementRenew(models.TransientModel):
    """Confidentiality agreements of many people at once: printed to be signed, then entered as signed (R98)."""

    _name = "archive.agreement.renew"
    _inherit = ["archive.journal.mixin"]
    _description = "Renewal of Confidentiality Agreements"

    company_id = fields.Many2one("res.company", required=True, readonly=True, default=lambda self: self.env.company)
    user_ids = fields.Many2many(
        "res.users", string="People", domain="[('share', '=', False)]", default=lambda self: self._default_users(),
        help="Suggested: whose agreement ends within 30 days or has ended, and whoever is cleared and has none.")
    date_from = fields.Date(string="Signed on", required=True, default=lambda self: self._archive_day())
    months = fields.Integer(string="Valid for (Months)", required=True, default=12)
    date_to = fields.Date(string="Valid until", compute="_compute_date_to", store=True, readonly=False, precompute=True,
        required=True)

    @api.model
    def _default_users(self):
        company, Agreement = self.env.company, self.env["archive.agreement"]
        ending = Agreement._ending().filtered(lambda row: row.company_id == company).user_id
        cleared = self.env["archive.clearance"].search(
            Domain("company_id", "=", company.id) & Domain("term", "in", ["valid", "soon"])).user_id
        bound = Agreement.search([("company_id", "=", company.id)]).user_id
        return (ending | (cleared - bound)).filtered("active") - self.env.user

    @api.depends("date_from", "months")
    def _compute_date_to(self):
        for dialog in self:
            dialog.date_to = dialog.date_from and deadline.add_months(dialog.date_from, dialog.months)

    @api.depends("user_ids")
    def _compute_display_name(self):
        for dialog in self:
            dialog.display_name = ", ".join(dialog.user_ids.mapped("name"))

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_print(self):
        """Print an agreement to sign for each of the people."""
        self._check()
        return self.env.ref("client_archive.action_report_agreement_renew").report_action(self)

    def action_enter(self):
        """Enter the agreements as signed; each person's scan is added to theirs.

        :raises UserError: for nobody, and for oneself
        """
        self._check()
        # As the user: who may enter agreements, and nobody their own, is checked there.
        agreements = self.env["archive.agreement"].create([{
            "user_id": user.id, "company_id": self.company_id.id, "date_from": self.date_from, "date_to": self.date_to,
        } for user in self.user_ids])
        return {
            "type": "ir.actions.act_window", "res_model": "archive.agreement", "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")], "name": self.env._("Add the Signed Copies"),
            "domain": [("id", "in", agreements.ids)]}

    def _check(self):
        self.ensure_one()
        if not self.env.user.has_group("client_archive.group_security_officer"):
            raise AccessError(self.env._("Security officers keep the confidentiality agreements."))
        if not self.user_ids:
            raise UserError(self.env._("Choose whose agreements."))

    # ------------------------------------------------------------------
    # Printing
    # ------------------------------------------------------------------
    def _form_agreements(self):
        """Triples of the person's name and the first and the last day."""
        return [(user.name, self.date_from, self.date_to) for user in self.user_ids]
