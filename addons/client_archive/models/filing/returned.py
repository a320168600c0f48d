from odoo import fields, models

from ...tools import gate


class ArchiveDocument(models.Model):
    """Papers that the archive sent back to be completed, until they are handed over again."""

    _inherit = "archive.document"

    _gated_fields = frozenset({"sent_back_on", "sent_back_by_id"})

    sent_back_on = fields.Date(readonly=True, copy=False, index="btree_not_null")
    sent_back_by_id = fields.Many2one("res.users", string="Sent Back by", readonly=True, copy=False,
                                      ondelete="restrict")

    def action_return(self):
        result = super().action_return()
        # The return itself is journaled.
        gate.opened(self).write({
            "sent_back_on": self._archive_day(), "sent_back_by_id": self.env.uid})
        return result

    def action_submit(self):
        result = super().action_submit()
        again = self.filtered("sent_back_on")
        if again:
            gate.opened(again).write({"sent_back_on": False, "sent_back_by_id": False})
        return result
