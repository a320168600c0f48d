from odoo import models

from odoo.addons.client_archive.models.journal.event import event_kinds


class ArchiveEvent(models.Model):
    _inherit = "archive.event"

    kind = event_kinds(
        ("backtest_run", "Scorecard tested on history"),
        ("scorecard_activated", "Scorecard in force"),
        ("scorecard_retired", "Scorecard retired"),
        ("evaluation_confirmed", "Evaluation confirmed"),
        ("evaluation_due", "Evaluation due"),
        ("expert_opinion", "Expert's opinion given"),
    )
