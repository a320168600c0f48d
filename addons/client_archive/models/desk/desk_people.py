from odoo import api, models

from ..handover.handover import OPEN_STATES
from .desk import Card, Section

_REQUESTS = "client_archive.archive_request_action_all"
_PAPERS = "client_archive.archive_document_action"


class ArchiveDesk(models.AbstractModel):
    """What waits for everybody, for salespeople, for heads and for those who guard secrets."""

    _inherit = "archive.desk"

    @api.model
    def _sections(self):
        user = self.env.user
        head = user.has_group("client_archive.group_department_head")
        decides = [Section("decide", self.env._("To Decide"), self._decision_cards(head))]
        mine = [Section("mine", self.env._("My Work"), self._own_cards())]
        sections = super()._sections()
        if head or user.has_group("client_archive.group_executive"):
            sections = [*decides, *sections, *mine]
        elif user.has_group("client_archive.group_archivist"):
            sections = [*sections, *decides, *mine]
        else:
            sections = [*mine, *sections]
        guards = ("security_officer", "executive", "archive_head", "auditor")
        if any(user.has_group(f"client_archive.group_{name}") for name in guards):
            sections.append(Section("secrecy", self.env._("Confidentiality"), self._secrecy_cards()))
        return sections

    @api.model
    def _decision_cards(self, head):
        today = self._archive_day()
        cards = [Card(
            "to_decide", "archive.approval.step",
            [("state", "=", "pending"), ("company_id", "in", self.env.companies.ids),
             "|", ("user_id", "=", self.env.uid), ("candidate_ids", "in", self.env.uid)],
            "client_archive.archive_approval_step_action", "fa-gavel", self.env._("Waiting for My Decision"), "warning",
            own=True)]
        departments = self._headed_departments() if head else ()
        if departments:
            inside = ("department_id", "child_of", departments)
            cards += [
                Card("team_overdue", "archive.request", [("state", "=", "issued"), ("due_on", "<", today), inside],
                     _REQUESTS, "fa-bell-o", self.env._("Overdue in My Department"), "danger",
                     hint=self.env._("Papers to bring back"), context={"group_by": ["applicant_id"]}),
                Card("team_late", "archive.document",
                     [("state", "=", "submitted"), ("is_late", "=", True), ("collated_by_id", "=", False), inside],
                     _PAPERS, "fa-clock-o", self.env._("Late Papers to Collate"), "warning",
                     hint=self.env._("By my department first")),
                Card("team_changes", "archive.change", [("state", "=", "reported"), ("deadline", "<", today), inside],
                     "client_archive.archive_change_action", "fa-pencil-square-o",
                     self.env._("Changes Not Entered in Time"), "danger"),
            ]
        return cards

    @api.model
    def _headed_departments(self):
        # sudo: which departments the user heads is no secret to them
        return self.env["hr.department"].sudo().search([
            ("manager_id.user_id", "=", self.env.uid), ("company_id", "in", [False, *self.env.companies.ids])]).ids

    @api.model
    def _own_cards(self):
        uid, today = self.env.uid, self._archive_day()
        asked = ("applicant_id", "=", uid)
        cards = []
        if self.env.user.has_group("client_archive.group_salesperson"):
            cards += self._account_manager_cards(uid, today)
        return [
            *cards,
            Card("my_requests", "archive.request", [asked, ("state", "in", ("draft", "submitted"))], _REQUESTS,
                 "fa-paper-plane-o", self.env._("My Requests"), hint=self.env._("Being written or decided"),
                 context={"create": True}),
            Card("my_approved", "archive.request", [asked, ("state", "=", "approved"), ("kind", "!=", "screen")],
                 _REQUESTS, "fa-check-square-o", self.env._("To Collect"),
                 hint=self.env._("Approved: collect them in the archive")),
            Card("my_reading", "archive.request", [asked, ("state", "=", "approved"), ("kind", "=", "screen")],
                 _REQUESTS, "fa-book", self.env._("To Read on Screen"),
                 hint=self.env._("Open to you until their day")),
            Card("my_loans", "archive.request", [asked, ("state", "=", "issued")], _REQUESTS, "fa-folder-open-o",
                 self.env._("Papers with Me"), hint=self.env._("To bring back in time")),
            Card("my_overdue", "archive.request", [asked, ("state", "=", "issued"), ("due_on", "<", today)], _REQUESTS,
                 "fa-bell-o", self.env._("My Overdue Papers"), "danger", hint=self.env._("Bring them back today")),
        ]

    @api.model
    def _account_manager_cards(self, uid, today):
        mine = ("user_id", "=", uid)
        Document = self.env["archive.document"]
        return [
            Card("sent_back", "archive.document", [mine, ("state", "=", "draft"), ("sent_back_on", "!=", False)],
                 _PAPERS, "fa-reply", self.env._("Sent Back to Me"), "warning",
                 hint=self.env._("To complete and hand over again")),
            Card("drafts", "archive.document", [mine, ("state", "=", "draft"), ("sent_back_on", "=", False)], _PAPERS,
                 "fa-upload", self.env._("Papers to Hand Over"), context={"create": True}),
            Card("dossiers", "archive.dossier", [mine, ("state", "=", "preliminary")],
                 "client_archive.archive_dossier_action", "fa-address-card-o", self.env._("Dossiers to Submit"),
                 hint=self.env._("Preliminary"), context={"create": True}),
            Card("my_lists", "archive.handover",
                 [("manager_a_id", "=", uid), ("state", "in", ("draft", "supplement"))],
                 "client_archive.archive_handover_action", "fa-list-alt", self.env._("Handover Lists of Mine"),
                 hint=self.env._("To list, supplement or sign"), context={"create": True}),
            Card("my_late_lists", "archive.handover",
                 [("manager_a_id", "=", uid), ("state", "in", OPEN_STATES), ("deadline", "<", today)],
                 "client_archive.archive_handover_action", "fa-bell-o", self.env._("My Late Handovers"), "danger"),
            Card("my_changes", "archive.change", [mine, ("state", "=", "reported")],
                 "client_archive.archive_change_action", "fa-pencil-square-o", self.env._("Changes to Enter"),
                 hint=self.env._("Within a week")),
            Card("my_reviews", "archive.review", [mine, ("state", "=", "planned")],
                 "client_archive.archive_review_action", "fa-refresh", self.env._("Reviews Due"),
                 hint=self.env._("The whole file")),
            Card("my_expiring", "archive.document", [mine, *Document._expiring_domain()],
                 "client_archive.archive_document_action_expiring", "fa-hourglass-half", self.env._("Papers to Renew"),
                 "warning", hint=self.env._("Of my customers")),
        ]

    @api.model
    def _secrecy_cards(self):
        return [
            Card("incidents", "archive.incident", [("state", "=", "reported")],
                 "client_archive.archive_incident_action", "fa-exclamation-triangle",
                 self.env._("Incidents to Take in Hand"), "danger", hint=self.env._("At once")),
            Card("incidents_handling", "archive.incident", [("state", "=", "handling")],
                 "client_archive.archive_incident_action", "fa-wrench", self.env._("Incidents Being Handled")),
            Card("access_alerts", "archive.access.alert", [("state", "=", "new")],
                 "client_archive.archive_access_alert_action", "fa-eye", self.env._("Unusual Access"), "warning",
                 hint=self.env._("To review")),
        ]
