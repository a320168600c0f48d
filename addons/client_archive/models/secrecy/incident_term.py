from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.fields import Domain

_CHUNK = 100
_ACTIVITY = "client_archive.mail_activity_alarm"
# Who is called, one after the other, each time the term runs out again
_LADDER = ("general_manager", "chairman")


class ArchiveIncident(models.Model):
    """The office acts within its term; who stands above is called when it does not (R59)."""

    _inherit = "archive.incident"

    _gated_fields = frozenset({"respond_by", "next_call_on", "escalation"})

    respond_by = fields.Datetime(
        string="Act by", readonly=True, copy=False, help="End of the term in which the office takes it in hand.")
    next_call_on = fields.Datetime(string="Next Reminder", readonly=True, copy=False)
    escalation = fields.Integer(string="Reminders", readonly=True, copy=False)
    is_late = fields.Boolean(string="Over Its Term", compute="_compute_is_late", search="_search_is_late")

    _call_idx = models.Index("(next_call_on) WHERE next_call_on IS NOT NULL")

    @api.depends("state", "respond_by", "action_deadline")
    def _compute_is_late(self):
        late = self.filtered_domain(self._late_domain())
        for incident in self:
            incident.is_late = incident in late

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = self._late_domain()
        return Domain.OR(late if wanted else ~late for wanted in value)

    @api.model
    def _late_domain(self):
        untouched = Domain("state", "=", "reported") & Domain("respond_by", "<", fields.Datetime.now())
        return untouched | (Domain("state", "=", "handling")
                            & Domain("action_deadline", "<", self.env.company._archive_today()))

    # ------------------------------------------------------------------
    # The clock
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        incidents = super().create(vals_list)
        for incident in incidents:
            end = incident.company_id._archive_incident_deadline(incident.reported_on)
            incident._set_gated(respond_by=end, next_call_on=end)
        return incidents

    def action_handle(self):
        result = super().action_handle()
        for incident in self:
            incident._wait_for_action()
        return result

    def write(self, vals):
        result = super().write(vals)
        if "action_deadline" in vals:
            for incident in self.filtered(lambda rec: rec.state == "handling"):
                incident._wait_for_action()
        return result

    def _wait_for_action(self):
        """Once in hand, the term is that of the action."""
        end = self.action_deadline and datetime.combine(self.action_deadline + timedelta(days=1), time.min)
        self._set_gated(next_call_on=end, escalation=0)

    # ------------------------------------------------------------------
    # Hour by hour
    # ------------------------------------------------------------------
    @api.model
    def _cron_escalate(self):
        """Remind the general manager of incidents over their term; when that does not help, call the chairman."""
        domain = Domain("state", "!=", "closed") & Domain("next_call_on", "<", fields.Datetime.now())
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=self.search_count(domain))
        while incidents := self.search(domain, order="id", limit=_CHUNK):
            for incident in incidents:
                incident._escalate()
            if not Cron._commit_progress(len(incidents)):
                return

    def _escalate(self):
        people = self._called_at(_LADDER[min(self.escalation, len(_LADDER) - 1)])
        for user in people:
            late = self.with_context(lang=user.lang)
            late.activity_schedule(
                _ACTIVITY, user_id=user.id, date_deadline=self._archive_day(),
                summary=late.env._("%s is over its term: act now", late.name))
        step = self.escalation + 1
        again = step < len(_LADDER) and self.company_id._archive_incident_deadline(fields.Datetime.now())
        self._set_gated(kind="incident_escalated", next_call_on=again, escalation=step)

    def _called_at(self, role):
        """Holders of ``role`` who see incidents; where there is none, whoever of the office there is."""
        executive = self.env.ref("client_archive.group_executive")
        holders = self.env["archive.officer"]._holders(role, self.company_id)
        return holders.filtered(lambda user: executive in user.all_group_ids) or self._office()

    def action_close(self):
        result = super().action_close()
        self._set_gated(next_call_on=False)
        self.activity_unlink([_ACTIVITY])
        return result

    # ------------------------------------------------------------------
    # Losses that other rooms find (R109)
    # ------------------------------------------------------------------
    @api.model
    def _report_loss(self, documents, words, holder=None):
        """Report that ``documents`` are missing, in the name of who found it; nothing for no papers.

        :param holder: user who had them and answers for them (R109), where that is known
        :return: the incidents, one for each company
        """
        incidents = self.browse()
        for company, papers in documents.grouped("company_id").items():
            incident = self.create({
                "kind": "loss", "company_id": company.id, "document_ids": [fields.Command.set(papers.ids)],
                "description": words})
            if holder:
                # sudo: who had it is a fact of the ledger; what follows for them, the office decides
                incident.sudo().person_ids = [
                    fields.Command.create({"user_id": holder.id, "role": "responsible", "trace": words})]
            incidents |= incident
        return incidents
