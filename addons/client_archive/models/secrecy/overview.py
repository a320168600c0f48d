from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval

from .term_mixin import SOON_DAYS


class ArchiveSecrecyTile(models.Model):
    """One question of the security officer: how many, and which. All tiles together are the overview.

    A room adds tiles by extending :attr:`code` and :meth:`_questions`.
    """

    _name = "archive.secrecy.tile"
    _description = "Tile of the Secrecy Overview"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True, readonly=True)
    hint = fields.Char(translate=True, readonly=True)
    icon = fields.Char(readonly=True)
    sequence = fields.Integer(default=10, readonly=True)
    action_id = fields.Many2one("ir.actions.act_window", readonly=True, required=True, ondelete="cascade")
    code = fields.Selection(
        [
            ("incidents_late", "Incidents over Their Term"),
            ("incidents_open", "Incidents Open"),
            ("agreements", "Agreements Ending"),
            ("clearances", "Clearances Ending"),
            ("trainings", "Trainings Due"),
            ("undesignated", "Serving without Designation"),
            ("assessments", "Assessments Due"),
            ("declassify", "Papers Declassifying"),
            ("no_safe", "Classified Papers outside a Safe"),
            ("meetings", "Meetings to Come or Close"),
        ],
        required=True, readonly=True)
    count = fields.Integer(compute="_compute_count")
    is_urgent = fields.Boolean(compute="_compute_count")

    _code_uniq = models.UniqueIndex("(code)", "There is such a tile already.")

    @api.depends("code")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_count(self):
        questions, urgent = self._questions(), self._urgent()
        for tile in self:
            model, domain = questions[tile.code]
            tile.count = self.env[model].search_count(domain)
            tile.is_urgent = bool(tile.count) and tile.code in urgent

    @api.model
    def _urgent(self):
        """Codes of the questions whose answer should be none."""
        return {"incidents_late", "undesignated", "no_safe"}

    @api.model
    def _questions(self):
        """Hook: mapping of codes to the model asked, and the domain of what is to be done."""
        today = fields.Date.today()
        soon = today + timedelta(days=SOON_DAYS)
        here = Domain("company_id", "in", self.env.companies.ids)
        ending = here & Domain("term", "in", ["soon"])
        paper = here & Domain("secrecy_level", "!=", "0") & Domain("state", "!=", "destroyed")
        undesignated = safe_eval(
            self.env["ir.actions.actions"]._for_xml_id("client_archive.archive_designation_action_missing")["domain"])
        return {
            "incidents_late": ("archive.incident", here & Domain("is_late", "=", True)),
            "incidents_open": ("archive.incident", here & Domain("state", "!=", "closed")),
            "agreements": ("archive.agreement", ending),
            "clearances": ("archive.clearance", ending),
            "trainings": ("archive.training", here & Domain("next_on", "<=", soon) & self._not_repeated(here)),
            "undesignated": ("res.users", Domain(undesignated) & Domain(
                "company_ids", "in", self.env.companies.ids)),
            "assessments": ("archive.designation", here & self.env["archive.designation"]._to_assess_domain()),
            "declassify": ("archive.document", paper & Domain("declassify_on", "<=", soon)),
            "no_safe": ("archive.document", paper & Domain("state", "=", "filed") & ~Domain(
                "place_id.is_safe", "=", True)),
            "meetings": ("archive.secret.meeting", here & (Domain("state", "=", "held") | Domain(
                "state", "=", "planned"))),
        }

    @api.model
    def _not_repeated(self, here):
        """Trainings after which no other of the same kind was held in the company."""
        latest = self.env["archive.training"]._read_group(here, ["company_id", "kind"], ["date:max"])
        return Domain.OR(
            Domain("company_id", "=", company.id) & Domain("kind", "=", kind) & Domain("date", "=", date)
            for company, kind, date in latest)

    def action_open(self):
        """The list behind the number.

        :raises AccessError: for anybody but security officers and executives
        """
        self.ensure_one()
        self.check_access("read")
        if not any(self.env.user.has_group(f"client_archive.group_{group}") for group in (
                "security_officer", "executive")):
            raise AccessError(self.env._("The overview is the security officer's."))
        _model, domain = self._questions()[self.code]
        # sudo: which list it is, whatever the officer may read of actions
        action = self.env["ir.actions.actions"]._for_xml_id(self.sudo().action_id.get_external_id()[
            self.sudo().action_id.id])
        return {**action, "name": self.name, "domain": list(domain), "context": {}}
