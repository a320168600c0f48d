from odoo import api, fields, models

from odoo.addons.client_archive.tools import gate


class CreditScorecardBand(models.Model):
    """From a value upwards, until the next band begins: points. For choices, what can be chosen."""

    _name = "credit.scorecard.band"
    _inherit = ["archive.guard.mixin"]
    _description = "Band of a Criterion"
    _order = "criterion_id, lower, points desc, id"

    criterion_id = fields.Many2one("credit.scorecard.criterion", required=True, ondelete="cascade", index=True)
    name = fields.Char(string="Band", translate=True, help="What can be chosen; not needed for numbers.")
    lower = fields.Float(string="From", digits=(16, 2))
    points = fields.Float(required=True, digits=(5, 2))

    _points_range = models.Constraint("CHECK (points >= 0 AND points <= 100)", "Points go from 0 to 100.")

    @api.depends("name", "lower")
    def _compute_display_name(self):
        for band in self:
            number = f"{band.lower:,.2f}".removesuffix("00").removesuffix(".")
            band.display_name = band.name or f"≥ {number}"

    @api.model_create_multi
    def create(self, vals_list):
        bands = super().create(vals_list)
        bands.criterion_id.scorecard_id._refuse_in_force()
        return bands

    def write(self, vals):
        self.criterion_id.scorecard_id._refuse_in_force()
        result = super().write(vals)
        self.criterion_id.scorecard_id._refuse_in_force()  # moved onto another one
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        if not gate.is_open(self.env):
            self.criterion_id.scorecard_id._refuse_in_force()
