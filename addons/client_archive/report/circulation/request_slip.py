from markupsafe import Markup

from odoo import models

from ...models.circulation.request import TERM_DAYS
from ...tools import qr_code, secrecy


class ArchiveRequest(models.Model):
    """What 查阅/借阅/复印单, the request slip, says (R108); read as the user who prints."""

    _inherit = "archive.request"

    def _slip_title(self):
        return {
            "consult": self.env._("Slip to Consult Papers"),
            "loan": self.env._("Slip to Borrow Papers"),
            "copy": self.env._("Slip to Copy Papers"),
            "external": self.env._("Slip to Give Papers Outside"),
            "visit": self.env._("Slip for an Outsider's Visit"),
        }[self.kind]

    def _slip_facts(self):
        """Rows of two pairs of label and value."""
        self.ensure_one()
        reader = " ".join(filter(None, [self.outsider_name, self.outsider_body])) or self.applicant_id.name
        levels = dict(self._fields["secrecy_level"]._description_selection(self.env))
        level = levels[self.secrecy_level] if (self.secrecy_level or secrecy.NONE) > secrecy.NONE else ""
        return [
            (self.env._("Applicant"), self.applicant_id.name, self.env._("Department"), self.department_id.name or ""),
            (self.env._("Contact Details"), self.contact or "", self.env._("Reader"), reader),
            (self.env._("Customer"), self.partner_id.name, self.env._("Highest Secrecy"), level),
        ]

    def _slip_lines(self):
        levels = dict(self.line_ids._fields["document_secrecy"]._description_selection(self.env))
        levels[secrecy.NONE] = ""
        return [
            (number, line.code or "", line.document_id._slip_title(), levels.get(line.document_secrecy, ""),
             line.page_count, line.place_id.complete_name or "")
            for number, line in enumerate(self.line_ids, start=1)]

    def _slip_steps(self):
        """One row for each step of the last round: what is decided, who decides, the words, the day."""
        steps = self._approval_steps()
        steps = steps.filtered(lambda step: step.round == steps[:1].round and step.state != "cancelled")
        words = {"approved": self.env._("Approved"), "refused": self.env._("Refused")}
        rows = [
            (step.name, self._slip_decider(step), "\n".join(filter(None, [words.get(step.state), step.opinion])),
             self._slip_moment(step.decided_on))
            for step in steps]
        return rows or [(self.approval_rule or "", "", "", "")]

    def _slip_decider(self, step):
        who = step.decided_by_id or step.user_id
        if step.decided_for_id and step.decided_for_id != who:
            return self.env._("%(user)s for %(principal)s", user=who.name, principal=step.decided_for_id.name)
        return who.name or ""

    def _slip_desk(self):
        """What the archivist enters: lending and return."""
        return [
            (self.env._("Handed Out on"), self._slip_moment(self.issued_on),
             self.env._("Term"), self._slip_term()),
            (self.env._("Due Back"), self.due_on or "",
             self.env._("Returned on"), self._slip_moment(self.returned_on)),
            (self.env._("Handed Out by"), self.issued_by_id.name or "",
             self.env._("Taken Back by"), self.returned_by_id.name or ""),
        ]

    def _slip_term(self):
        if self.company_id.sudo().archive_loan_unit == "working_days":  # sudo: how a term is counted is no secret
            return self.env._("%s working days", TERM_DAYS)
        return self.env._("%s days", TERM_DAYS)

    def _slip_qr(self):
        return Markup(qr_code.svg(self.name or "-"))  # noqa: S704 the code's own SVG

    def _slip_condition(self):
        conditions = dict(self.line_ids._fields["condition"]._description_selection(self.env))
        lines = self.line_ids.filtered("condition")
        if lines and all(line.condition == "intact" for line in lines):
            return conditions["intact"]
        return "\n".join(
            ": ".join(filter(None, [line.code, conditions[line.condition], self._slip_pages(line), line.note]))
            for line in lines)

    def _slip_pages(self, line):
        if line.pages_back == line.pages_out:
            return ""
        return self.env._("%(back)s of %(out)s pages", back=line.pages_back, out=line.pages_out)

    def _slip_moment(self, moment):
        return self.env["ir.qweb.field.datetime"].value_to_html(moment, {"format": "yyyy-MM-dd HH:mm"}) \
            if moment else ""
