from odoo import api, fields, models
from odoo.tools import SQL


class ArchiveEventPending(models.Model):
    """Queue of events that wait for their seal.

    Written in the same transaction as the event, emptied by the sealing job. An
    event that is neither here nor sealed was not written by the journal.
    """

    _name = "archive.event.pending"
    _description = "Archive Event Waiting for Its Seal"
    _log_access = False

    event_id = fields.Integer(required=True, readonly=True)

    _event_uniq = models.UniqueIndex("(event_id)")

    @api.model
    def _add(self, events):
        if events:
            self.env.cr.execute(SQL(
                "INSERT INTO archive_event_pending (event_id) SELECT unnest(%s)", list(events.ids)))
