from odoo import api, models

from ...tools import guarded

# Which Odoo reads from the context: the year of a number is that in which it is drawn.
_DATES = ("ir_sequence_date", "ir_sequence_date_range", "ir_sequence_date_range_end")


class IrSequence(models.Model):
    _inherit = "ir.sequence"

    @api.model
    def next_by_code(self, sequence_code, sequence_date=None):
        if guarded.is_own(sequence_code):
            self = self.with_context(**dict.fromkeys(_DATES))
        return super().next_by_code(sequence_code, sequence_date=sequence_date)
