from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools import number_rule


class ArchiveNumberRule(models.Model):
    """How dossiers of a company are numbered (R9, R85)."""

    _name = "archive.number.rule"
    _inherit = ["archive.guard.mixin"]
    _description = "Number Rule"
    _order = "company_id, id"

    name = fields.Char(required=True, translate=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: companies without a rule of their own.")
    template = fields.Char(
        required=True, default="{category}{region}{initial}{serial:04}",
        help="Placeholders: {type} {category} {region} {initial} {year} {serial:04}")
    preview = fields.Char(compute="_compute_preview")

    _company_uniq = models.UniqueIndex("(COALESCE(company_id, 0))", "This company already has a number rule.")

    @api.depends("template")
    def _compute_preview(self):
        sample = {"type": "C", "category": "B01", "region": "GD", "initial": "Z", "year": fields.Date.today().year}
        for rule in self:
            try:
                number_rule.check(rule.template or "")
                rule.preview = number_rule.number(rule.template, sample, 1)
            except number_rule.TemplateError:
                rule.preview = False

    @api.constrains("template")
    def _check_template(self):
        for rule in self:
            try:
                number_rule.check(rule.template)
            except number_rule.TemplateError as error:
                raise ValidationError(self.env._(
                    "The number rule “%(rule)s” cannot be used because of %(part)s. It needs exactly one {serial} and "
                    "knows {type}, {category}, {region}, {initial} and {year}.",
                    rule=rule.name, part=error)) from error

    @api.model
    def _next_number(self, dossier):
        """The next dossier number, gapless and unique: the counter's row is locked until the transaction ends."""
        # sudo: the rule is configuration that account managers do not read
        rule = self.sudo().search(
            [("company_id", "in", [dossier.company_id.id, False])], order="company_id NULLS LAST", limit=1)
        template = rule.template or self._fields["template"].default(self)
        values = self._values_of(dossier)
        prefix = number_rule.prefix(template, values)
        serial = self.env["archive.number.counter"]._next(dossier.company_id, prefix)
        return number_rule.number(template, values, serial)

    @api.model
    def _values_of(self, dossier):
        partner = dossier.partner_id
        return {
            "type": "C" if partner.is_company else "P",
            "category": dossier.category_id.code or "",
            "region": partner.state_id.code or number_rule.NO_REGION,
            "initial": number_rule.initial(partner.name),
            "year": fields.Date.context_today(self).year,
        }
