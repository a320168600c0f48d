from odoo import api, fields, models

_READERS = "account.group_account_invoice,account.group_account_readonly,client_archive_credit.group_credit_officer," \
    "client_archive.group_executive"


class AccountMove(models.Model):
    """What was delivered is invoiced, whatever the credit: whoever invoices is warned, never stopped."""

    _inherit = "account.move"

    credit_warning = fields.Text(
        string="Credit of the Customer", compute="_compute_credit_warning", groups=_READERS,
        help="Does not stop the invoice.")

    @api.depends("partner_id", "company_id", "state", "move_type")
    def _compute_credit_warning(self):
        self.credit_warning = False
        drafts = self.filtered(lambda move: move.state == "draft" and move.move_type in ("out_invoice", "out_receipt"))
        if not drafts:
            return
        # sudo: whether the customer is under credit control does not depend on who invoices
        payers = {move: move.partner_id.sudo().commercial_partner_id for move in drafts}
        files = self.env["credit.file"]._of(
            self.env["res.partner"].union(*payers.values()), drafts.company_id)
        if not files:
            return
        by_key = {(partner.id, company.id): file for (partner, company), file in files.items()}
        exposures = self.env["credit.file"].sudo().union(*files.values())._payer_exposures()
        for move in drafts:
            if file := by_key.get((payers[move].id, move.company_id.id)):
                move.credit_warning = file._invoice_warning(exposures[file._payer()]) or False


class CreditPayerMixin(models.AbstractModel):
    _inherit = "credit.payer.mixin"

    def _invoice_warning(self, exposure):
        """What whoever invoices this payer ought to know, or nothing."""
        self.ensure_one()
        terms = self._terms()
        status = terms.status(self.company_id._archive_today())
        money = self.currency_id.format
        words = []
        if status == "stop":
            words.append(self.env._("The customer is on stop."))
        if status in ("valid", "zero", "expired") and self.currency_id.compare_amounts(exposure.total, terms.limit) > 0:
            words.append(self.env._(
                "The exposure of %(used)s, orders and drafts included, is above the limit of %(limit)s.",
                used=money(exposure.total), limit=money(terms.limit)))
        if self.currency_id.compare_amounts(exposure.late, terms.tolerance_amount) > 0:
            words.append(self.env._("%s is overdue beyond the tolerance.", money(exposure.late)))
        return "\n".join(words)
