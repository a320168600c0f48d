from odoo import models

_INVOICES = ("out_invoice", "out_refund", "out_receipt")


class MailActivity(models.Model):
    """A collection call, reminder or visit that is done on a customer or an invoice is recorded by that (R107)."""

    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        done = [
            (activity.res_model, activity.res_id, activity.activity_type_id,
             feedback or activity.summary or activity.activity_type_id.name)
            for activity in self if activity.active and activity.activity_type_id.credit_collection_kind
            and activity.res_model in ("res.partner", "account.move", "credit.collection")]
        messages, next_activities = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        left = messages
        for model, res_id, activity_type, words in done:
            message = left.filtered(lambda row, key=(model, res_id, activity_type): (
                row.model, row.res_id, row.mail_activity_type_id) == key)[:1]
            left -= message
            if message:  # whoever may not do the activity has left none
                self.env["credit.collection"]._record_done(
                    self.env[model].browse(res_id), activity_type.credit_collection_kind, words, message)
        return messages, next_activities


class CreditCollection(models.Model):
    _inherit = "credit.collection"

    def _record_done(self, record, kind, words, message):
        """Enter what was done on a customer or an invoice; the matter opens by it when none is open."""
        # sudo: whoever did the activity has recorded what they did; they need not read the credit file
        record = record.sudo()
        if record._name == "credit.collection":
            matter = record
        elif record._name == "account.move":
            if record.move_type not in _INVOICES:
                return
            matter = self._open(record.commercial_partner_id, record.company_id)
        else:
            matter = self._open(record.commercial_partner_id, self.env.company)
        matter.sudo()._record(kind, words, message_id=message.id)
