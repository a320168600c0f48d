from odoo import api, models


class AccountMove(models.Model):
    _inherit = "account.move"

    def _post(self, soft=True):
        posted = super()._post(soft=soft)
        # Payments and credit notes lower what is owed.
        lowering = posted.filtered(lambda move: move.move_type in ("entry", "out_refund"))
        if lowering:
            lowering.line_ids._credit_wake_holds()
        return posted


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _credit_wake_holds(self):
        """Have holds of these customers judged again."""
        # sudo: whoever books a payment wakes the holds
        lines = self.sudo().filtered(lambda line: line.account_id.account_type == "asset_receivable")
        if lines.partner_id:
            self.env["credit.hold"]._wake(lines.partner_id.commercial_partner_id, lines.company_id)


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        # What is settled is no longer overdue.
        partials.debit_move_id._credit_wake_holds()
        return partials


class AccountPayment(models.Model):
    _inherit = "account.payment"

    def action_post(self):
        result = super().action_post()
        # Where no outstanding account is set, the payment has no entry that would tell.
        bare = self.filtered(lambda payment: not payment.move_id and payment.partner_type == "customer")
        if bare:
            self.env["credit.hold"]._wake(bare.partner_id.commercial_partner_id, bare.company_id)
        return result
