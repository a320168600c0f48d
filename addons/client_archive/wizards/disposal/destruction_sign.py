from odoo import fields, models


class ArchiveDestructionSign(models.TransientModel):
    """Dialog in which a supervisor enters the count and signs (R35)."""

    _name = "archive.destruction.sign"
    _description = "Count and Sign a Destruction"

    batch_id = fields.Many2one("archive.destruction.batch", required=True, ondelete="cascade")
    batch_state = fields.Selection(related="batch_id.state", string="State of the Register")
    papers = fields.Integer(string="Papers Counted", help="Count them; the register does not tell you here.")
    pages = fields.Integer(string="Pages Counted")
    note = fields.Text()

    def action_sign(self):
        """Sign as the current user; see ``archive.destruction.batch._sign``."""
        self.ensure_one()
        self.batch_id._sign(self.papers, self.pages, self.note)
        return {"type": "ir.actions.act_window_close"}
