from odoo import models

from ..journal.event import event_kinds


class ArchiveEvent(models.Model):
    _inherit = "archive.event"

    kind = event_kinds(
        ("contract_signed", "Contract signed"),
        ("contract_numbered", "Contract numbered"),
        ("contract_fulfilled", "Contract fulfilled"),
        ("contract_reopened", "Contract reopened"),
        ("contract_terminated", "Contract terminated"),
        ("contract_cancelled", "Contract cancelled"),
        ("contract_amended", "Contract amended"),
        ("contract_disputed", "Contract disputed"),
        ("contract_settled", "Dispute settled"),
        ("contract_act_void", "Act on a contract voided"),
        ("contract_late", "Late contract file reported"),
        ("return_reported", "Statistical return reported"),
        ("return_superseded", "Statistical return corrected"),
        ("return_late", "Late statistical return reported"),
    )
