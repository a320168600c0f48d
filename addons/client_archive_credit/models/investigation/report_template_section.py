from odoo import fields, models


class CreditReportTemplateSection(models.Model):
    """A section that reports of a template have, or may have (R3)."""

    _name = "credit.report.template.section"
    _inherit = ["archive.guard.mixin"]
    _description = "Section of a Report Template"
    _order = "sequence, id"

    template_id = fields.Many2one("credit.report.template", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Section", required=True, translate=True)
    guidance = fields.Text(translate=True, help="What belongs in this section; shown to whoever writes it.")
    is_optional = fields.Boolean(string="Optional", help="The investigator adds it where it helps.")
