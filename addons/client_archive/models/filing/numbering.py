from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools import gate, number_rule


class ArchiveDossier(models.Model):
    """The number of a dossier: its order, whether it still follows the rule, and how it changes (R9, R85)."""

    _inherit = "archive.dossier"

    number_key = fields.Char(
        string="Order of Numbers", compute="_compute_number_key", store=True,
        help="C10000 comes after C9999.")
    number_hint = fields.Char(
        string="Number by the Rule", compute="_compute_number_hint",
        help="What the number begins with by the rule, where it does not follow it any more.")
    former_number_ids = fields.One2many(
        "archive.former.number", "dossier_id", string="Former Numbers", readonly=True,
        domain=[("document_id", "=", False)])

    @api.depends("number")
    def _compute_number_key(self):
        for dossier in self:
            dossier.number_key = number_rule.sort_key(dossier.number) if dossier.number else False

    @api.depends("number", "company_id", "category_id.code", "partner_id.name", "partner_id.is_company",
                 "partner_id.country_id", "partner_id.state_id")
    def _compute_number_hint(self):
        rules = {company: self.env["archive.number.rule"]._for_company(company) for company in self.company_id}
        for dossier in self:
            rule = rules.get(dossier.company_id)
            expected = dossier.number and number_rule.prefix(rule.template, rule._values_of(dossier))
            dossier.number_hint = (
                expected if expected and not dossier.number.startswith(expected) else False)

    @api.constrains("category_id")
    def _check_category(self):
        for dossier in self:
            category = dossier.category_id
            if category.has_formats and category.child_ids:
                raise ValidationError(self.env._(
                    "“%s” is divided into business formats: choose one of them.", category.name))
            if not category.active:
                raise ValidationError(self.env._(
                    "“%s” was archived: choose another category.", category.complete_name))

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        if field_name == "number":
            field_name = "number_key"
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)

    def _is_number_used(self, number):
        """Whether a dossier of this company has ``number``, or ever had it."""
        self.ensure_one()
        # sudo: a number is taken, whoever may see by what
        return bool(
            self.sudo().search_count([("number", "=", number), ("company_id", "=", self.company_id.id)], limit=1)
            or self.env["archive.former.number"].sudo().search_count(
                [("number", "=", number), ("company_id", "=", self.company_id.id)], limit=1))

    # ------------------------------------------------------------------
    # Renumbering
    # ------------------------------------------------------------------
    def action_renumber(self):
        """Open the dialog that gives the dossier a number by the rule in force."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("client_archive.archive_renumber_action")
        return {**action, "context": {"default_dossier_id": self.id}}

    def _renumber(self, reason):
        """Give the dossier a new number by the rule, and its filed papers their new codes.

        The old ones are kept as former numbers: they are found by search and never given again. Destroyed papers keep
        the code that stands in the register of their destruction. Labels and stamps on paper are not touched.

        :raises UserError: for anybody but archivists, without a reason, without a number, or when the number already
            follows the rule
        """
        self.ensure_one()
        self._check_archivist()
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the dossier is renumbered."))
        self._lock()
        if not self.number:
            raise UserError(self.env._("%s has no number yet: it gets one when it is opened.", self.display_name))
        if not self.number_hint:
            raise UserError(self.env._("The number %s follows the rule: there is nothing to renumber.", self.number))
        old, new = self.number, self.env["archive.number.rule"]._next_number(self)
        # sudo: every filed paper of the volume follows, whoever may read it
        documents = self.sudo().env["archive.document"].search([
            ("dossier_id", "=", self.id), ("state", "=", "filed"), ("code", "=like", f"{old}-%")])
        self._keep_former(documents, reason)
        self._set_gated(kind="dossier_renumbered", note=reason, number=new)
        documents._follow_number(old, new, reason)
        return new

    def _keep_former(self, documents, reason):
        self.env["archive.former.number"]._keep([{"number": self.number, "dossier_id": self.id}], reason)
        documents._keep_former_codes(reason)

    @api.model
    def _search_display_name(self, operator, value):
        """A former number still finds its dossier."""
        domain = super()._search_display_name(operator, value)
        if operator in Domain.NEGATIVE_OPERATORS or not value:
            return domain
        return Domain(domain) | Domain("former_number_ids.number", operator, value)


class ArchiveDocument(models.Model):
    """The code of a paper follows the number of its dossier."""

    _inherit = "archive.document"

    former_code_ids = fields.One2many("archive.former.number", "document_id", string="Former Codes", readonly=True)

    def _keep_former_codes(self, reason):
        """Let the codes that these papers carry still find them once they carry others."""
        self.env["archive.former.number"]._keep([
            {"number": document.code, "dossier_id": document.dossier_id.id, "document_id": document.id}
            for document in self], reason)

    def _follow_number(self, old, new, reason):
        """Let the codes of these papers begin with the number ``new`` in place of ``old``."""
        before = {document.id: document.code for document in self}
        for document in self:
            gate.opened(document).write({"code": new + document.code.removeprefix(old)})
        self._journal("document_recoded", before=lambda document: {"code": before[document.id]},
                      after=lambda document: {"code": document.code}, note=reason)

    @api.model
    def _search_display_name(self, operator, value):
        """A former code still finds its paper."""
        domain = super()._search_display_name(operator, value)
        if operator in Domain.NEGATIVE_OPERATORS or not value:
            return domain
        return Domain(domain) | Domain("former_code_ids.number", operator, value)
