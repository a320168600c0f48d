from odoo import fields, models


class ArchiveJournalVerify(models.TransientModel):
    """Dialog that verifies the journal against a head that was kept outside the database (R78)."""

    _name = "archive.journal.verify"
    _description = "Verify the Journal against a Head"

    known_head = fields.Char(
        string="Head", required=True, help="Number and link, from a daily mail or a printed sheet (its QR code).")

    def action_verify(self):
        """Verify as the current user; see ``archive.journal.check._ask``."""
        self.ensure_one()
        return self.env["archive.journal.check"]._ask(known_head=self.known_head)._show()
