from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import gate
from .request_line import Finding

# A scanner that reads a label twice must not hand a paper out and take it back at once.
_TWICE = timedelta(seconds=20)
_MOST = 100


class ArchiveScan(models.Model):
    """What a code means at the desk: a request or a badge says who is there; a paper goes out, or comes back."""

    _inherit = "archive.scan"

    @api.model
    def _scanned(self, code, reader):
        company = self.env.company
        here = ("company_id", "=", company.id)
        paper = self.env["archive.document"].search([("code", "=", code), here], limit=1)
        if paper:
            return self._scan_paper(paper, self._reader_at_desk(reader))
        request = self.env["archive.request"].search([("name", "=", code), here], limit=1)
        if request:
            return self._scan_request(request)
        # sudo: whose badge it is, archivists need not look up among the employees
        employee = self.env["hr.employee"].sudo().search([("barcode", "=", code), here], limit=1)
        if employee:
            return self._scan_badge(employee)
        place = self.env["archive.place"].search([("barcode", "=", code), here], limit=1)
        if place:
            return self._answer("info", "place", place.complete_name, [
                self.env._("%s papers are kept here. Scan the papers themselves.", place.document_count)])
        raise UserError(self.env._(
            "Nothing in the archive of %(company)s has the code “%(code)s”.", company=company.name, code=code))

    @api.model
    def _answer(self, tone, act, title, words=(), **more):
        return {"ok": tone != "danger", "tone": tone, "act": act, "title": title,
                "words": [word for word in words if word], **more}

    # ------------------------------------------------------------------
    # Who is there
    # ------------------------------------------------------------------
    @api.model
    def _reader_at_desk(self, reader):
        """Domain of the lines of whoever stands at the desk; ``None`` for nobody."""
        if reader.get("request_id"):
            return [("request_id", "=", int(reader["request_id"]))]
        if reader.get("user_id"):
            return [("request_id.applicant_id", "=", int(reader["user_id"])),
                    ("company_id", "=", self.env.company.id)]
        return None

    @api.model
    def _scan_request(self, request):
        if request.state not in ("approved", "issued"):
            raise UserError(self.env._("%s is not approved, or was collected already.", request.name))
        at_desk = {"request_id": request.id, "name": request._holder(), "request": request.name}
        return self._answer(
            "info", "reader", self.env._("%(who)s, %(request)s", who=request._holder(), request=request.name),
            [request.partner_id.display_name], reader=self._reader(at_desk))

    @api.model
    def _scan_badge(self, employee):
        user = employee.user_id
        if not user or not user.active:
            raise UserError(self.env._("%s has no login, and so asked for nothing.", employee.name))
        reader = self._reader({"user_id": user.id, "name": employee.name})
        return self._answer("info", "reader", employee.name, [
            "" if reader["papers"] else self.env._("Nothing is approved for them, and nothing is out.")],
            reader=reader)

    @api.model
    def _reader(self, at_desk):
        """``at_desk`` with the papers that wait for the reader and those that they have."""
        lines = self.env["archive.request.line"].search(
            [*self._reader_at_desk(at_desk), ("stage", "in", ("ready", "waiting", "out"))], limit=_MOST,
            order="request_id, sequence, id")
        return {**at_desk, "papers": [self._paper_of(line) for line in lines]}

    @api.model
    def _paper_of(self, line):
        day = {"out": line.due_on, "ready": line._hold_day()}.get(line.stage)
        return {
            "id": line.id, "code": line.code or "", "title": line.document_id.name, "stage": line.stage,
            "place": line.place_path or "", "day": day and fields.Date.to_string(day),
            "late": bool(line.stage == "out" and day and day < line.company_id._archive_today())}

    # ------------------------------------------------------------------
    # A paper
    # ------------------------------------------------------------------
    @api.model
    def _scan_paper(self, paper, reader):
        lines = self.env["archive.request.line"].search(
            [("document_id", "=", paper.id), ("stage", "in", ("out", "ready", "waiting"))], order="queued_on, id")
        out = lines.filtered("is_out")
        if out:
            return self._scan_back(out)
        ready = lines.filtered(lambda line: line.stage == "ready")
        if reader is None:
            return self._scan_picked(ready) if ready else self._answer(
                "warning", "none", self.env._("“%s” is not out, and nobody collects it now.", paper.display_name),
                [self._where(paper)], paper=paper.display_name)
        mine = lines.filtered_domain(reader)
        if mine & ready:
            return self._scan_out(mine & ready)
        mine._refuse_if_elsewhere()
        raise UserError(self.env._(
            "“%s” is not approved for whoever is at the desk: they ask for it first.", paper.display_name))

    @api.model
    def _scan_out(self, line):
        request = line.request_id
        request._check_archivist()
        request._lock()
        request._hand_out_originals(line)
        return self._answer(
            "success", "out", self.env._("Handed out: %s", line.document_id.display_name),
            [request._holder(), self.env._("Due back on %s", line.due_on), self._state_words(line)],
            line=self._line_of(line), reader_papers=[self._paper_of(line)])

    @api.model
    def _scan_back(self, line):
        if line.issued_by_id == self.env.user and line.issued_on > fields.Datetime.now() - _TWICE:
            return self._answer(
                "warning", "twice", self.env._("“%s” was handed out just now.", line.document_id.display_name),
                [self.env._("To take it back, scan it again in a moment.")], line=self._line_of(line))
        late = line.due_on and line.due_on < line.company_id._archive_today()
        # As it went out: what differs is entered afterwards.
        line.request_id._take_back({line: Finding(line.condition_out or "intact", line.note_out or "", None)})
        rest = line.request_id.line_ids.filtered("is_out")
        words = [
            line.request_id._holder(), self._state_words(line), self._where(line.document_id),
            self.env._("Came back late: it was due on %s.", line.due_on) if late else "",
            self.env._("%s papers of this request are still out.", len(rest)) if rest else ""]
        return self._answer(
            "warning" if late else "success", "back", self.env._("Taken back: %s", line.document_id.display_name),
            words, line=self._line_of(line), reader_papers=[self._paper_of(line)])

    @api.model
    def _scan_picked(self, line):
        line.action_pick()
        return self._answer(
            "success", "picked", self.env._("Laid ready: %s", line.document_id.display_name),
            [self.env._("For %(who)s until %(day)s", who=line.request_id._holder(), day=line._hold_day()),
             self.env._("To hand it out, scan the badge or the request first.")])

    @api.model
    def _where(self, paper):
        """Where a paper that is in the archive goes now: to the next reader, or to its shelf."""
        turn = self.env["archive.request.line"].search(
            [("document_id", "=", paper.id), ("stage", "=", "ready")], limit=1)
        if turn:
            return self.env._("Keep it at the desk: held for %(who)s until %(day)s", who=turn.request_id._holder(),
                              day=turn._hold_day())
        return self.env._("Its place: %s", paper.place_id.complete_name or self.env._("none yet"))

    @api.model
    def _state_words(self, line):
        back = line.stage == "back"
        pages = line.pages_back if back else line.pages_out
        condition = line.condition if back else line.condition_out
        return self.env._("%(condition)s, %(pages)s pages", condition=self._condition_words(condition), pages=pages)

    @api.model
    def _line_of(self, line):
        back = line.stage == "back"
        return {
            "id": line.id, "document_id": line.document_id.id, "stage": line.stage,
            "expected": line.pages_out if back else line.page_count,
            "pages": line.pages_back if back else line.pages_out,
            "condition": line.condition if back else line.condition_out,
            "note": (line.note if back else line.note_out) or ""}

    # ------------------------------------------------------------------
    # What differs
    # ------------------------------------------------------------------
    @api.model
    def _found(self, line, finding):
        line.check_access("read")
        request = line.request_id
        request._check_archivist()
        request._lock()
        missing = line._correct(finding)
        words = [self._state_words(line), finding.note]
        if missing:
            words.append(self.env._("Reported as an incident: %s", ", ".join(missing.mapped("name"))))
        return self._answer(
            "warning", "finding", self.env._("Entered: %s", line.document_id.display_name), words,
            line=self._line_of(line))


class ArchiveRequestLine(models.Model):
    _inherit = "archive.request.line"

    def _correct(self, finding):
        """Enter how the paper was found, by the one who handed it out, or took it back, today (R126).

        :return: the incidents that follow (R109)
        :raises UserError: for anybody else, on a later day, and without a note
        """
        self.ensure_one()
        back, line = self.stage == "back", self.sudo()  # sudo: lines are written by the desk alone; checked here
        by, moment = (line.returned_by_id, line.returned_on) if back else (line.issued_by_id, line.issued_on)
        if line.stage not in ("out", "back") or by != self.env.user or \
                moment < fields.Datetime.now() - timedelta(days=1):
            raise UserError(self.env._(
                "A finding is entered by who handed the paper out, or took it back, on the same day. Report an "
                "incident instead."))
        finding = line._check_finding(finding, line.pages_out if back else line.page_count)
        names = ("condition", "pages_back", "note") if back else ("condition_out", "pages_out", "note_out")
        before = {name: line[name] for name in names}
        after = dict(zip(names, (finding.condition, finding.pages, finding.note or False), strict=True))
        gate.opened(line).write(after)
        line.document_id._journal("document_found_so", before=before, after=after, note=finding.note)
        known = before["condition" if back else "condition_out"] == "incomplete"
        if back and not known:
            return self.request_id._report_incomplete(self)
        return self.env["archive.incident"]
