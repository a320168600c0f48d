from odoo import fields, models


class ArchiveCareLog(models.Model):
    """Care of rooms and shelves: cleaning, and the five protections (R29, R91)."""

    _name = "archive.care.log"
    _inherit = ["archive.guard.mixin"]
    _description = "Care Log"
    _order = "date desc, id desc"
    _rec_name = "measure"

    place_id = fields.Many2one(
        "archive.place", string="Place", required=True, ondelete="restrict", index=True, check_company=True)
    company_id = fields.Many2one(related="place_id.company_id", store=True, index=True)
    date = fields.Date(required=True, default=lambda self: self._archive_day(), index=True)
    user_id = fields.Many2one(
        "res.users", string="By", required=True, default=lambda self: self.env.user, ondelete="restrict")
    measure = fields.Selection(
        [
            ("cleaning", "Wiping and Cleaning"),
            ("fire", "Against Fire"),
            ("damp", "Against Damp"),
            ("pests", "Against Pests"),
            ("theft", "Against Theft"),
            ("heat", "Against Heat"),
        ],
        required=True, default="cleaning", index=True)
    temperature = fields.Float(string="Temperature (°C)")
    humidity = fields.Float(string="Humidity (%)")
    is_fault = fields.Boolean(string="Something Is Wrong")
    note = fields.Text(string="What Was Found")
    remedy = fields.Text()

    _humidity_percent = models.Constraint(
        "CHECK (humidity BETWEEN 0 AND 100)", "Relative humidity lies between 0 and 100 percent.")
