from odoo import models


class AccountBankStatementLine(models.Model):
    _inherit = "account.bank.statement.line"

    def _find_or_create_bank_account(self):
        if not self.partner_id._guarding_dossiers():
            return super()._find_or_create_bank_account()
        # sudo: an account that a customer paid from is a finding of the system, journaled and verified afterwards.
        # An accountant's statement is not stopped by the archive.
        return super(AccountBankStatementLine, self.sudo())._find_or_create_bank_account().with_env(self.env)
