from odoo import api, fields, models

from odoo.addons.client_archive.tools import gate


class CreditScorecardBand(models.Model):
    """From a value upwards, until the next band begins: points. For choices, what can be chosen."""

    _name = "credit.scorecard.band"
    _inherit = ["archive.guard.mixin"]
    _description = "Band of a Criterion"
    _order = "criterion_id, open_below desc, lower, points desc, id"

    criterion_id = fields.Many2one("credit.scorecard.criterion", required=True, ondelete="cascade", index=True)
    name = fields.Char(string="Band", translate=True, help="What can be chosen; not needed for numbers.")
    open_below = fields.Boolean(
        string="No Lower Bound", help="The lowest band of a number: everything below the next one.")
    lower = fields.Float(string="From", digits=(16, 2))
    points = fields.Float(required=True, digits=(5, 2))

    _points_range = models.Constraint("CHECK (points >= 0 AND points <= 100)", "Points go from 0 to 100.")

    _one_open = models.UniqueIndex("(criterion_id) WHERE open_below", "One band has no lower bound.")

    @api.depends("name", "lower", "open_below", "criterion_id.band_ids.lower")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for band in self:
            band.display_name = band.name or band._range()

    def _range(self):
        """The values of the band in signs: ``≥ 8``, ``< 8`` for the lowest."""
        self.ensure_one()
        if not self.open_below:
            return f"≥ {self._number(self.lower)}"
        others = self.criterion_id.band_ids.filtered(lambda band: not band.open_below)
        return f"< {self._number(min(others.mapped('lower')))}" if others else self.env._("any")

    @staticmethod
    def _number(value):
        return f"{value:,.2f}".rstrip("0").rstrip(".")

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
