from odoo import api, fields, models
from odoo.exceptions import AccessError


class ArchiveDossier(models.Model):
    """When dealings ended, from which retention runs, and what the customer still owes."""

    _inherit = "archive.dossier"

    last_settlement_on = fields.Date(
        string="Last Settlement", copy=False, tracking=True,
        help="The last payment or posted entry on the customer's account. Retention runs from here.")
    open_receivable_count = fields.Integer(
        string="Open Receivables", compute="_compute_open_receivable_count", compute_sudo=True,
        help="Posted invoices of the customer that are not paid in full.")

    @api.depends("partner_id", "company_id")
    def _compute_open_receivable_count(self):
        counts = {
            (partner, company): count
            for partner, company, count in self.env["account.move"]._read_group(
                [("commercial_partner_id", "in", self.partner_id.commercial_partner_id.ids),
                 ("company_id", "in", self.company_id.ids), ("state", "=", "posted"),
                 ("move_type", "in", ("out_invoice", "out_receipt")), ("amount_residual", ">", 0)],
                ["commercial_partner_id", "company_id"], ["__count"])
        }
        for dossier in self:
            dossier.open_receivable_count = counts.get(
                (dossier.partner_id.commercial_partner_id, dossier.company_id), 0)

    def write(self, vals):
        if "last_settlement_on" not in vals:
            return super().write(vals)
        if not self.env.su and not self.env.user.has_group("client_archive.group_archivist"):
            raise AccessError(self.env._("The day of the last settlement decides on retention: ask an archivist."))
        before = {dossier.id: {"last_settlement_on": dossier.last_settlement_on} for dossier in self}
        result = super().write(vals)
        self._journal("changed", before=lambda dossier: before[dossier.id],
                      after={"last_settlement_on": vals["last_settlement_on"]})
        return result

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and not self.env.user.has_group("client_archive.group_archivist"):
            vals_list = [{name: vals[name] for name in vals if name != "last_settlement_on"} for vals in vals_list]
        return super().create(vals_list)

    def action_close(self):
        """Close the file and note the last settlement, from which retention runs (R69)."""
        result = super().action_close()
        for dossier in self:
            dossier.last_settlement_on = dossier._find_last_settlement() or dossier.closed_on
        return result

    def _find_last_settlement(self):
        """Day of the last posted entry on the customer's receivable account, or ``False``."""
        self.ensure_one()
        # sudo: archivists do not read the books, only this day
        line = self.env["account.move.line"].sudo().search(
            [("partner_id", "=", self.partner_id.commercial_partner_id.id), ("company_id", "=", self.company_id.id),
             ("parent_state", "=", "posted"), ("account_id.account_type", "=", "asset_receivable")],
            order="date desc, id desc", limit=1)
        return line.date
