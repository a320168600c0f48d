from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.client_archive.tools import secrecy


class CreditReportTemplate(models.Model):
    _inherit = "credit.report.template"

    secrecy_level = fields.Selection(
        secrecy.LEVELS, string="Secrecy", required=True, default=secrecy.NONE,
        help="Proposed for new reports: classified ones open only to those who are cleared for the level.")


class CreditInvestigation(models.Model):
    """A classified report is read, decided and printed by those alone whose clearance covers it (R51, R98)."""

    _inherit = "credit.investigation"

    secrecy_level = fields.Selection(
        secrecy.LEVELS, string="Secrecy", required=True, compute="_compute_secrecy_level", store=True, readonly=False,
        precompute=True, tracking=True)
    compartment_id = fields.Many2one(
        "archive.compartment", index="btree_not_null", ondelete="restrict", check_company=True, copy=False,
        domain="[('company_id', '=', company_id)]",
        help="The report opens only to those whose clearance covers the compartment, whatever the level.")
    is_covered = fields.Boolean(
        string="Open to Me", compute="_compute_is_covered", search="_search_is_covered", compute_sudo=True,
        help="Whether the clearance of the current user covers the report.")

    @api.depends("template_id")
    def _compute_secrecy_level(self):
        for report in self:
            report.secrecy_level = report.template_id.secrecy_level or secrecy.NONE

    @api.depends("secrecy_level", "compartment_id")
    @api.depends_context("uid")
    def _compute_is_covered(self):
        coverage = self.env["archive.clearance"]._coverage(self.env.user)
        for report in self:
            report.is_covered = (
                report.secrecy_level == secrecy.NONE and not report.compartment_id
                or coverage.covers(report.company_id.id, report.secrecy_level, report.compartment_id.id))

    @api.model
    def _search_is_covered(self, operator, value):
        if operator != "in":
            return NotImplemented
        covered = Domain("secrecy_level", "=", secrecy.NONE) & Domain("compartment_id", "=", False)
        # The domain names only fields that reports share with papers.
        covered |= self.env["archive.clearance"]._covered_domain(self.env.user)
        return Domain.OR(covered if wanted else ~covered for wanted in value)

    def write(self, vals):
        if vals.keys() & {"secrecy_level", "compartment_id"} and any(
                report.state not in ("draft", "submitted") and report._is_wider(vals) for report in self):
            raise UserError(self.env._("A report that was checked is made stricter, not wider."))
        return super().write(vals)

    def _is_wider(self, vals):
        return vals.get("secrecy_level", self.secrecy_level) < self.secrecy_level or (
            "compartment_id" in vals and self.compartment_id and vals["compartment_id"] != self.compartment_id.id)
