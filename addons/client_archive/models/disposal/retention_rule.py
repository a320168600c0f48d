from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools import deadline


class ArchiveRetentionRule(models.Model):
    """How long papers are kept (R69)."""

    _name = "archive.retention.rule"
    _inherit = ["archive.journal.mixin"]
    _description = "Retention Rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    is_permanent = fields.Boolean(string="Permanent")
    years = fields.Integer(string="Years", help="Kept that many years from the start of the term.")
    basis = fields.Selection(
        [("settlement", "Last settlement"), ("paper", "Date of the paper")], string="Counted from", required=True,
        default="settlement", help="Without a settlement, the day the dossier was closed counts.")
    is_default = fields.Boolean(string="Default", help="Applies to types of papers without a rule of their own.")
    source = fields.Char(help="The regulation that says so.")

    _code_uniq = models.Constraint("unique (code)", "Another retention rule has this code.")
    _default_uniq = models.UniqueIndex("(is_default) WHERE is_default", "There is one default retention rule.")
    _years_positive = models.Constraint(
        "CHECK (is_permanent OR years > 0)", "Say how many years papers are kept, or keep them permanently.")

    @api.constrains("active", "is_default")
    def _check_default_active(self):
        for rule in self:
            if rule.is_default and not rule.active:
                raise ValidationError(self.env._("The default retention rule cannot be archived."))

    @api.model
    def _default_rule(self):
        # sudo: terms are computed for whoever changes a dossier
        return self.sudo().search([("is_default", "=", True)], limit=1)

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules._journal("created", after=lambda rule: {"rule": rule.code, "years": rule.years})
        if any(rules.mapped("is_default")):
            self._recompute_documents()
        return rules

    def write(self, vals):
        terms = vals.keys() & {"is_permanent", "years", "basis", "is_default"}
        before = {rule.id: {name: rule[name] for name in terms} for rule in self}
        result = super().write(vals)
        if terms:
            self._journal("changed", before=lambda rule: before[rule.id], after={name: vals[name] for name in terms})
        if "is_default" in vals:
            self.flush_recordset(["is_default"])  # before another rule becomes the default: there is one at a time
            self._recompute_documents()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_unused(self):
        used = self.env["archive.document.type"].sudo().search([("retention_rule_id", "in", self.ids)], limit=1)
        if used:  # sudo: types are configuration, as rules are
            raise UserError(self.env._(
                "“%(type)s” is kept by this rule: give it another one first, or archive the rule.",
                type=used.complete_name))

    def _recompute_documents(self):
        """Papers of types without a rule follow the default, which no dependency names."""
        Document = self.env["archive.document"].sudo()
        documents = Document.search([
            ("type_id.retention_rule_id", "=", False), ("type_id.parent_id.retention_rule_id", "=", False)])
        self.env.add_to_compute(Document._fields["retention_rule_id"], documents)
        documents.modified(["retention_rule_id"])

    def _until(self, dealings_ended, settled_on, paper_date):
        """Last day of retention, or ``False`` while there is none.

        :param dealings_ended: day the dossier was closed; while the customer deals, all is kept (R69)
        :param settled_on: day of the last settlement, where there was one
        :param paper_date: date of the paper
        """
        if not self or self.is_permanent or not dealings_ended:
            return False
        start = paper_date if self.basis == "paper" else settled_on or dealings_ended
        return deadline.add_years(start, self.years)
