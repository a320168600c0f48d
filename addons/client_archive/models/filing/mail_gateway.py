from odoo import api, models
from odoo.exceptions import AccessError

from ...tools import guarded


class MailThread(models.AbstractModel):
    """Mail comes from the mail server; nobody hands in a letter of their own making.

    Odoo makes, with all rights and in the name of whoever stands in *From*, the record that the caller names: a
    clearance by the security officer, a contract by another salesperson (invariants 3 to 5, R78).
    """

    _inherit = "mail.thread"

    @api.model
    def message_process(self, model, message, *args, **kwargs):
        """Odoo's: file an incoming mail.

        :raises AccessError: for others than the mail server's account, an administrator; and for records of the
            archive, which come by their mailboxes alone
        """
        if not (self.env.su or self.env.user._is_system()):
            raise AccessError(self.env._("Mail is handed in by the mail server alone: let an administrator set it up."))
        if guarded.is_own(model):
            raise AccessError(self.env._("Papers come by the archive's mailboxes; nothing else is made of a mail."))
        return super().message_process(model, message, *args, **kwargs)
