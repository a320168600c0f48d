from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.client_archive.tools import gate


class CreditInvestigationSection(models.Model):
    """A section of a report: what was found, from which source, by whom, and who verified it (R2, R96).

    It is written while the report is a draft and verified while the report is being checked. What is changed
    afterwards has to be verified again.
    """

    _name = "credit.investigation.section"
    _inherit = ["archive.state.mixin"]
    _description = "Section of an Investigation Report"
    _order = "investigation_id, sequence, id"

    _state_transitions = {"collected": {"verified"}, "verified": {"collected"}}
    _gated_fields = frozenset({"verified_by_id", "verified_on"})

    investigation_id = fields.Many2one(
        "credit.investigation", string="Report", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="investigation_id.company_id", store=True)
    dossier_id = fields.Many2one(related="investigation_id.dossier_id")
    report_state = fields.Selection(related="investigation_id.state", string="State of the Report")
    template_id = fields.Many2one(related="investigation_id.template_id")
    template_section_id = fields.Many2one(
        "credit.report.template.section", string="Section of the Template", required=True, ondelete="restrict",
        domain="[('template_id', '=', template_id)]")
    # A copy: the words of a sealed report do not change with its template.
    name = fields.Char(
        string="Section", required=True, compute="_compute_from_template", store=True, precompute=True, readonly=False)
    sequence = fields.Integer(compute="_compute_from_template", store=True, precompute=True, readonly=False)
    guidance = fields.Text(related="template_section_id.guidance")
    is_optional = fields.Boolean(related="template_section_id.is_optional", string="Optional")
    content = fields.Text(string="What Was Found")
    source = fields.Char(help="Where it comes from: who said it, which document, which register.")
    source_kind = fields.Selection(
        [
            ("customer", "The customer"),
            ("visit", "Site visit"),
            ("books", "Our own books"),
            ("register", "Public register"),
            ("bank", "Bank or credit bureau"),
            ("trade", "Suppliers, customers, trade"),
            ("media", "Media"),
        ],
        string="Kind of Source")
    document_ids = fields.Many2many(
        "archive.document", string="Papers", domain="[('dossier_id', '=', dossier_id)]",
        help="Papers of the dossier that prove it.")
    collector_id = fields.Many2one(
        "res.users", string="Collected by", required=True, default=lambda self: self.env.user, ondelete="restrict",
        domain="[('share', '=', False)]")
    collected_on = fields.Date(required=True, default=lambda self: self._archive_day())
    state = fields.Selection(
        [("collected", "Collected"), ("verified", "Verified")], string="Verification", required=True,
        default="collected", readonly=True, copy=False)
    verified_by_id = fields.Many2one("res.users", string="Verified by", readonly=True, copy=False, ondelete="restrict")
    verified_on = fields.Date(readonly=True, copy=False)

    _section_uniq = models.UniqueIndex(
        "(investigation_id, template_section_id)", "This report has that section already.")

    @api.depends("template_section_id")
    def _compute_from_template(self):
        for section in self:
            section.name = section.template_section_id.name
            section.sequence = section.template_section_id.sequence

    @api.constrains("template_section_id", "investigation_id")
    def _check_template(self):
        for section in self:
            if section.template_section_id.template_id != section.investigation_id.template_id:
                raise UserError(self.env._("“%s” is a section of another template.", section.name))

    @api.constrains("document_ids")
    def _check_documents(self):
        for section in self:
            # sudo: the papers' customer is compared, nothing of them is shown
            strangers = section.sudo().document_ids.filtered(
                lambda paper, report=section.investigation_id: (
                    paper.partner_id != report.partner_id or paper.company_id != report.company_id))
            if strangers:
                raise UserError(self.env._("The papers of a report are those of its customer's dossier."))

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        sections = super().create(vals_list)
        sections.investigation_id._refuse_sealed()
        sections.investigation_id._note_contributor()
        return sections

    def write(self, vals):
        if gate.is_open(self.env):
            return super().write(vals)
        if "investigation_id" in vals and self._changes("investigation_id", vals["investigation_id"]):
            raise UserError(self.env._("A section stays in its report."))
        self.investigation_id._refuse_sealed()
        result = super().write(vals)
        self.investigation_id._note_contributor()
        self.filtered(lambda section: section.state == "verified")._move(
            "collected", note="changed", verified_by_id=False, verified_on=False)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        if not gate.is_open(self.env):
            self.investigation_id._refuse_sealed()
            self.investigation_id._note_contributor()

    # ------------------------------------------------------------------
    # Verifying (R96)
    # ------------------------------------------------------------------
    def action_verify(self):
        """Confirm that the findings are as their source says; somebody who did not collect them does it.

        :raises AccessError: for those who worked on the report
        :raises UserError: when the report is not being checked, or the section has no source
        """
        self.investigation_id._lock()
        self.investigation_id._check_second_person()
        for section in self:
            if section.investigation_id.state != "submitted":
                raise UserError(self.env._("Sections are verified while the report is being checked."))
            if not (section.content or "").strip() or not (section.source or "").strip():
                raise UserError(self.env._("“%s” has no findings or no source to compare with.", section.name))
            if self.env.user == section.collector_id:
                raise AccessError(self.env._("You collected “%s” yourself: somebody else verifies it.", section.name))
        return self.filtered(lambda section: section.state == "collected")._move(
            "verified", kind="investigation_verified", verified_by_id=self.env.uid,
            verified_on=self._archive_day())

    def action_open(self):
        """Open the section by itself, with room to read and write."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.name, "res_model": self._name, "res_id": self.id,
            "views": [(False, "form")], "target": "new"}
