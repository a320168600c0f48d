from odoo import models

from ..journal.event import event_kinds


class ArchiveEvent(models.Model):
    _inherit = "archive.event"

    kind = event_kinds(
        ("key_data_proposed", "Change of key data proposed"),
        ("key_data_changed", "Key data changed"),
        ("key_data_refused", "Change of key data refused"),
        ("key_data_bypassed", "Key data changed by the system"),
        ("fact_verified", "Information verified"),
        ("fact_refuted", "Information refuted"),
    )
