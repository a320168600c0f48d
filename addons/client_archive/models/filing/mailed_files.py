from contextlib import suppress

from odoo import api, models
from odoo.exceptions import AccessError


class AccountMoveSend(models.AbstractModel):
    """Odoo's dialog to send an invoice copies whichever files its client names into the mail and its conversation.

    Content went out so, by who may open it: past the journal, and open to others from then on (invariant 4, R78).
    """

    _inherit = "account.move.send"

    @api.model
    def _get_mail_params(self, move, move_data):
        ids = set()
        for file in move_data.get("mail_attachments_widget") or ():
            with suppress(ValueError):  # of what is still to be printed, as Odoo reads it
                ids.add(int(file["id"]))
        if ids and self.env["ir.attachment"]._closed_among(ids):
            raise AccessError(self.env._(
                "A file is content of the archive, or closed to you: it is neither sent nor shown from "
                "elsewhere. Ask for a copy, or for giving it outside."))
        return super()._get_mail_params(move, move_data)
