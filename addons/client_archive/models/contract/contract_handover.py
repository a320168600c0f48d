from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools import deadline
from ..handover.handover import OPEN_STATES

_CHUNK = 100
_RULE = "client_archive.handover_rule_contract"
_CALL = "client_archive.mail_activity_contract_handover"


class ArchiveContract(models.Model):
    """The clock of contract files (R104): handler to administrator within a month, administrator to archive likewise.

    It starts when the formalities are completed. Once the handler lists the papers, the list's own clock runs.
    """

    _inherit = "archive.contract"

    _gated_fields = frozenset({"escalated_on"})

    handover_ids = fields.One2many("archive.handover", "contract_id", string="Handover Lists", readonly=True)
    handover_status = fields.Selection(
        [("due", "With the Handler"), ("administrator", "With the Administrator"),
         ("archive", "On the Way to the Archive"), ("done", "In the Archive")],
        string="Contract File", compute="_compute_handover", store=True, index=True)
    handover_deadline = fields.Date(
        string="Hand Over until", compute="_compute_handover", store=True, index=True,
        help="A month from the formalities to the administrator, and another to the archive.")
    is_handover_overdue = fields.Boolean(
        string="File Overdue", compute="_compute_is_handover_overdue", search="_search_is_handover_overdue")
    escalated_on = fields.Date(string="Lateness Reported on", readonly=True, copy=False)

    @api.depends("state", "formalities_on", "handover_ids.state", "handover_ids.deadline", "handover_ids.start_date")
    def _compute_handover(self):
        rule = self.env.ref(_RULE, raise_if_not_found=False)
        for company, contracts in self.grouped("company_id").items():
            is_working = company._archive_working_days() if company else (lambda day: day.weekday() < 5)
            for contract in contracts:
                contract.handover_status, contract.handover_deadline = contract._clock(rule, is_working)

    def _clock(self, rule, is_working):
        """Where the contract file is, and until when it goes on from there."""
        if not self.formalities_on:
            return False, False
        lists = self.handover_ids.filtered(lambda handover: handover.state != "cancelled").sorted("start_date")
        last = lists[-1:]
        if last and last.state in OPEN_STATES:
            status = {"to_check": "administrator", "to_receive": "archive"}.get(last.state, "due")
            return status, last.deadline
        if last and last.start_date >= self.formalities_on:
            return "done", False
        if not rule:
            return "due", False
        return "due", deadline.deadline(self.formalities_on, rule.prepare_count, rule.prepare_unit, is_working)

    @api.depends("handover_status", "handover_deadline")
    def _compute_is_handover_overdue(self):
        today = self._archive_day()
        for contract in self:
            contract.is_handover_overdue = bool(contract.handover_deadline and contract.handover_deadline < today)

    @api.model
    def _search_is_handover_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("handover_deadline", "<", self._archive_day())
        return Domain.OR(late if wanted else ~late for wanted in value)

    # ------------------------------------------------------------------
    # Handing over
    # ------------------------------------------------------------------
    def action_hand_over(self):
        """List the contract's papers for the administrator: the handler does it in person.

        :raises AccessError: for anybody but the handler
        :raises UserError: without papers, or while a list is open
        """
        self.ensure_one()
        self.check_access("write")
        if not self.env.su and self.env.user != self.user_id:
            raise AccessError(self.env._("%s handles this contract and hands its papers over.", self.user_id.name))
        self._lock()
        if self.state in ("draft", "cancelled"):
            raise UserError(self.env._("“%s” is not signed: there is nothing to hand over yet.", self.display_name))
        handover = self.handover_ids.filtered(lambda row: row.state in OPEN_STATES)[:1] or self._list_papers()
        return {"type": "ir.actions.act_window", "res_model": "archive.handover", "res_id": handover.id,
                "views": [(False, "form")]}

    def _list_papers(self):
        papers = self.document_ids.filtered(lambda paper: (
            paper.state in ("draft", "submitted") and paper.version_count
            and not paper.type_id.is_title and not any(paper.handover_line_ids.mapped("is_open"))))
        if not papers:
            raise UserError(self.env._(
                "“%s” has no scanned papers that wait to be handed over: upload them first.", self.display_name))
        administrator = self.company_id.sudo().archive_contract_administrator_id  # sudo: who keeps the ledger
        handover = self.env["archive.handover"].create({
            "rule_id": self.env.ref(_RULE).id, "company_id": self.company_id.id, "contract_id": self.id,
            "dossier_ids": self.dossier_id.ids, "manager_a_id": self.user_id.id,
            "manager_b_id": (administrator - self.user_id).id,
            "start_date": self.formalities_on, "start_event": self.display_name})
        self.env["archive.handover.line"].create([
            {"handover_id": handover.id, "document_id": paper.id} for paper in papers._in_volume_order()])
        self.sudo().activity_unlink([_CALL])  # sudo: whoever was called
        return handover

    # ------------------------------------------------------------------
    # Late ones
    # ------------------------------------------------------------------
    @api.model
    def _cron_remind(self):
        """Call the handlers of contract files that are late, and report each once to the head of their department.

        Lists that are under way are reminded of by their own job.
        """
        today = self._archive_day()
        late = (Domain("handover_status", "=", "due") & Domain("handover_deadline", "<", today)
                & Domain("handover_ids", "not any", [("state", "in", OPEN_STATES)]))
        last = 0
        while contracts := self.search(late & Domain("id", ">", last), order="id", limit=_CHUNK):
            last = contracts[-1].id
            called = set(contracts.activity_search([_CALL]).mapped("res_id"))
            for contract in contracts:
                contract._remind(called)
            if not self.env["ir.cron"]._commit_progress(len(contracts)):
                return

    def _remind(self, called):
        user = self.user_id
        if self.id not in called:
            self.activity_schedule(
                _CALL, user_id=user.id, date_deadline=self.handover_deadline,
                summary=self.with_context(lang=user.lang).env._("Hand over the contract file"))
        if self.escalated_on and self.escalated_on > self.handover_deadline:
            return
        self._set_gated(kind="contract_late", escalated_on=self._archive_day())
        for heads in self.env["mail.activity.plan.template"]._heads_upwards(self.department_id):
            head = (heads.filtered("active") - user)[:1]
            if head:
                self.activity_schedule(
                    "mail.mail_activity_data_warning", user_id=head.id, summary=self.with_context(
                        lang=head.lang).env._("Contract file overdue since %s", self.handover_deadline))
                return
