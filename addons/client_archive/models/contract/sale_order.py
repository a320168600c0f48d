from odoo import api, fields, models

# What an amendment changes; lines that are written by themselves are met by the hourly job.
_TERMS = {"order_line", "payment_term_id", "commitment_date", "currency_id", "partner_id"}


class SaleOrder(models.Model):
    """A confirmed order makes a contract; what changes of it later is entered into the ledger (R77, R103)."""

    _inherit = "sale.order"

    archive_link_ids = fields.One2many(
        "archive.contract.order", "order_id", string="Contract Entries", groups="client_archive.group_contract_reader")
    archive_contract_id = fields.Many2one(
        "archive.contract", string="Contract", compute="_compute_archive_contract_id",
        groups="client_archive.group_contract_reader")

    @api.depends("archive_link_ids.is_current")
    def _compute_archive_contract_id(self):
        links = self.env["archive.contract.order"].search([
            ("order_id", "in", self.ids), ("is_current", "=", True)]).grouped("order_id")
        for order in self:
            order.archive_contract_id = links.get(order._origin, self.env["archive.contract.order"]).contract_id

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & _TERMS:
            self.filtered(lambda order: order.state == "sale")._archive_changed()
        return result

    def _action_confirm(self):
        result = super()._action_confirm()
        orders = self.sudo()  # sudo: whoever confirms need not know the archive
        if any(order.company_id.archive_order_filing != "none" for order in orders):
            self.env["archive.contract"].sudo()._file_orders(orders)
        return result

    def _action_cancel(self):
        result = super()._action_cancel()
        self._archive_changed()
        return result

    def _archive_changed(self):
        """Enter into the ledger what just changed of these orders; it never fails the change itself."""
        if not self:
            return
        # sudo: as in _action_confirm
        links = self.env["archive.contract.order"].sudo().search([
            ("order_id", "in", self.ids), ("is_current", "=", True)])
        for link in links:
            self.env["archive.contract"].sudo()._try(link.order_id, link._note_changes)

    def _archive_makes_contract(self):
        """Whether the order is large and recent enough, by the settings of its company."""
        self.ensure_one()
        company = self.company_id
        if company.archive_order_filing == "none":
            return False
        amount = self.amount_total / (self.currency_rate or 1.0)
        since = company.archive_order_filing_since
        return (company.currency_id.compare_amounts(amount, max(company.archive_contract_threshold, 0)) >= 0
                and not company.currency_id.is_zero(amount) and amount > 0
                and (not since or self.date_order.date() >= since))

    def _archive_salesperson(self):
        """Who answers for the order: its salesperson, the team's leader, who confirms it, or the archive's head."""
        self.ensure_one()
        for user in (self.user_id, self.team_id.user_id, self.env.user,
                     self.env["archive.officer"]._holders("archive_head", self.company_id)[:1]):
            if user and user.active and not user.share and user.id != self.env.ref("base.user_root").id:
                return user
        return self.env["res.users"]

    def action_view_archive_contract(self):
        """Open the contract that this order is behind."""
        self.ensure_one()
        return {"type": "ir.actions.act_window", "res_model": "archive.contract", "views": [(False, "form")],
                "res_id": self.archive_contract_id.id}
