from odoo import fields, models


class ResCompany(models.Model):
    """The fonds that a company's archive is (GB/T 11822): printed on covers, spines and registers."""

    _inherit = "res.company"

    archive_fonds_number = fields.Char(
        string="Fonds Number", help="Number of this company's archive, first part of every archival code.")
    archive_fonds_name = fields.Char(string="Fonds Name", help="Empty: the name of the company.")

    def _fonds(self):
        """Number and name of the fonds, as printed."""
        self.ensure_one()
        return self.archive_fonds_number or "", self.archive_fonds_name or self.name
