from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CreditReportTemplate(models.Model):
    """What an investigation report consists of: eleven sections, and optional ones (R2, R3)."""

    _name = "credit.report.template"
    _inherit = ["archive.guard.mixin"]
    _description = "Investigation Report Template"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: for every company.")
    validity_months = fields.Integer(
        string="Valid (Months)", required=True, default=12, help="Proposed for new reports, 3 to 12 months.")
    notice_days = fields.Integer(
        string="Notice (Days)", required=True, default=30,
        help="How long before it expires a new survey is called for.")
    section_ids = fields.One2many("credit.report.template.section", "template_id", string="Sections", copy=True)
    section_count = fields.Integer(compute="_compute_section_count")

    _validity_range = models.Constraint(
        "CHECK (validity_months BETWEEN 3 AND 12)", "An investigation report is valid 3 to 12 months.")
    _notice_positive = models.Constraint("CHECK (notice_days >= 0)", "The notice cannot be negative.")

    @api.depends("section_ids")
    def _compute_section_count(self):
        counts = dict(self.env["credit.report.template.section"]._read_group(
            [("template_id", "in", self.ids)], ["template_id"], ["__count"]))
        for template in self:
            template.section_count = counts.get(template, 0)

    @api.constrains("section_ids")
    def _check_sections(self):
        for template in self:
            if not template.section_ids.filtered(lambda section: not section.is_optional):
                raise ValidationError(self.env._("“%s” needs a section that is not optional.", template.name))

    @api.model
    def _default_for(self, company):
        """The first template of ``company``, else the first that serves all."""
        templates = self.search([("company_id", "in", [False, company.id])])
        return templates.filtered("company_id")[:1] or templates[:1]
