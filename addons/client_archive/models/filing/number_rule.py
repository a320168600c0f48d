from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ...tools import number_rule

# Type, name, country and province of the customers that a rule is tried on, and the serial each of them gets
_EXAMPLES = (
    ("company", "重庆长江轴承有限公司", "CN", "渝", 1),
    ("person", "单晓岚", "CN", "粤", 27),
    ("company", "Öresund Bearings AB", "SE", "", 3),
    ("company", "Жуков и сыновья", "", "", 4),
    ("company", "上海一百贸易有限公司", "CN", "沪", 1_000_000),
)


class ArchiveNumberRule(models.Model):
    """How dossiers of a company are numbered (R9, R85).

    Gapless: the serial is counted per prefix in a row of the same transaction; who opens dossiers of one prefix at
    the same time waits for the other. Not gapless: a sequence of the database that nobody waits for; it runs over
    all prefixes, and an opening that fails leaves a gap. Either way a number that was ever used is passed over.
    """

    _name = "archive.number.rule"
    _inherit = ["archive.guard.mixin"]
    _description = "Number Rule"
    _order = "company_id, id"

    name = fields.Char(required=True, translate=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: companies without a rule of their own.")
    template = fields.Char(
        required=True, default="{category}-{region}-{initial}{serial:04}",
        help="Placeholders: {type} {category} {region} {initial} {year} {serial:04}")
    region_style = fields.Selection(
        [(number_rule.LETTERS, "Letters (GD)"), (number_rule.DIGITS, "Digits of GB/T 2260 (44)"),
         (number_rule.SHORT, "Abbreviation (粤)")],
        string="Provinces", required=True, default=number_rule.LETTERS,
        help="How {region} writes a province of China. Other countries have their two letters; 00 is no region.")
    is_gapless = fields.Boolean(
        string="Gapless", default=True,
        help="Gapless numbers run per prefix, and who opens dossiers at the same time waits for the other. Without "
             "it nobody ever waits; one series runs over all prefixes, and an opening that fails leaves a gap.")
    preview = fields.Char(compute="_compute_preview")
    fault = fields.Char(string="What Is Wrong", compute="_compute_preview")
    example_html = fields.Html(string="Examples", compute="_compute_preview", sanitize=False)

    _company_uniq = models.UniqueIndex("(COALESCE(company_id, 0))", "This company already has a number rule.")

    # ------------------------------------------------------------------
    # Preview
    # ------------------------------------------------------------------
    @api.depends("template", "region_style")
    def _compute_preview(self):
        code = self.env["archive.category"].search([("child_ids", "=", False)], limit=1).code or "P1"
        for rule in self:
            rule.fault = rule._find_fault()
            if rule.fault:
                rule.preview = rule.example_html = False
                continue
            rows = [(example[1], rule._example(code, *example)) for example in _EXAMPLES]
            rule.preview = rows[0][1]
            rule.example_html = Markup("<table class='table table-sm mb-0'>%s</table>") % Markup().join(
                Markup("<tr><td>%s</td><td class='fw-bold font-monospace'>%s</td></tr>") % (name, escape(number))
                for name, number in rows)

    def _example(self, category, kind, name, country, state, serial):
        return number_rule.number(self.template, {
            "type": "P" if kind == "person" else "C", "category": category,
            "region": number_rule.region(country, state, self.region_style),
            "initial": number_rule.initial(name, person=kind == "person"),
            "year": self._archive_day().year}, serial)

    def _find_fault(self):
        """What is wrong with the template, in the user's words; nothing when it is sound."""
        try:
            number_rule.check(self.template or "")
        except number_rule.TemplateError as error:
            return {
                "syntax": self.env._("The braces do not match: %s", error.part),
                "unknown": self.env._(
                    "%s is no placeholder. There are {type}, {category}, {region}, {initial}, {year} and {serial}.",
                    error.part),
                "serial": self.env._("The template needs exactly one {serial}, for instance {serial:04}."),
                "after": self.env._("%s stands behind the serial, which comes last: numbers could not be sorted.",
                                    error.part),
                "format": self.env._(
                    "%s is not understood. Only the serial has a width, written as {serial:04}.", error.part),
                "separator": self.env._(
                    "A separator such as - has to follow %s: codes differ in length, and two customers could come by "
                    "one number.", error.part),
                "text": self.env._("A number has no spaces."),
            }[error.fault]
        return False

    @api.constrains("template")
    def _check_template(self):
        for rule in self:
            if fault := rule._find_fault():
                raise ValidationError(self.env._(
                    "The number rule “%(rule)s” cannot be used. %(fault)s", rule=rule.name, fault=fault))

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules.filtered(lambda rule: not rule.is_gapless)._start_series()
        return rules

    def write(self, vals):
        counted = self.filtered("is_gapless")
        result = super().write(vals)
        counted.filtered(lambda rule: not rule.is_gapless)._start_series()
        return result

    def _start_series(self):
        """Make the sequence of each rule, which goes on behind the highest serial counted so far.

        It belongs to the rule's table, and goes with it when the add-on is uninstalled.
        """
        self.flush_recordset()
        for rule in self:
            series = SQL.identifier(rule._series())
            self.env.cr.execute(SQL(
                "CREATE SEQUENCE IF NOT EXISTS %s OWNED BY archive_number_rule.id", series))
            self.env.cr.execute(SQL(
                "SELECT setval(%s, GREATEST((SELECT last_value FROM %s), (SELECT COALESCE(MAX(last), 0) + 1 "
                "FROM archive_number_counter)), FALSE)", rule._series(), series))

    def _series(self):
        self.ensure_one()
        return f"archive_number_rule_series_{self.id}"

    @api.ondelete(at_uninstall=True)
    def _unlink_series(self):
        for rule in self:
            self.env.cr.execute(SQL("DROP SEQUENCE IF EXISTS %s", SQL.identifier(rule._series())))

    # ------------------------------------------------------------------
    # Numbers
    # ------------------------------------------------------------------
    @api.model
    def _for_company(self, company):
        # sudo: the rule is configuration that account managers do not read
        rule = self.sudo().search(
            [("company_id", "in", [company.id, False])], order="company_id NULLS LAST", limit=1)
        # Never by default_get: defaults are the caller's.
        return rule or self.sudo().new({
            name: self._fields[name].default(self) for name in ("template", "region_style", "is_gapless")})

    @api.model
    def _next_number(self, dossier):
        """The next dossier number by the rule of the dossier's company, never used before."""
        rule = self._for_company(dossier.company_id)
        values = rule._values_of(dossier)
        prefix = number_rule.prefix(rule.template, values)
        while True:
            serial = rule._next_serial(dossier.company_id, prefix)
            number = number_rule.number(rule.template, values, serial)
            # Numbers came in by import, by another rule, or were given up: they are never given twice.
            if not dossier._is_number_used(number):
                return number

    def _next_serial(self, company, prefix):
        if self.is_gapless or not self.id:
            return self.env["archive.number.counter"]._next(company, prefix)
        self.env.cr.execute(SQL("SELECT nextval(%s)", self._series()))
        return self.env.cr.fetchone()[0]

    def _values_of(self, dossier):
        partner = dossier.partner_id
        person = not partner.is_company
        return {
            "type": "P" if person else "C",
            "category": dossier.category_id.code or "",
            "region": number_rule.region(partner.country_id.code, partner.state_id.code, self.region_style),
            "initial": number_rule.initial(partner.name, person=person),
            "year": self._archive_day().year,
        }
