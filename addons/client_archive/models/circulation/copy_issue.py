import hashlib
import tempfile
import zipfile
from functools import lru_cache

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools import file_name, gate, page_range, pdf_renderer, sealed_pdf
from .request_kinds import COPIED

_MOST_COPIES = 400  # PDFs at once
_MOST_BYTES = 200 << 20


class ArchiveRequest(models.Model):
    """The archivist's act that makes the copies of an approved request: numbered, sealed, entered (R23, R26, R53).

    Who asked gets paper, never the file: the PDFs go to the archivist, who prints and hands them over.
    """

    _inherit = "archive.request"

    copy_ids = fields.One2many("archive.copy", "request_id", string="Issued Copies", readonly=True)
    copies_due = fields.Boolean(
        compute="_compute_copies_due", compute_sudo=True, help="There are copies to issue under this approval.")

    @api.depends("state", "kind", "valid_until", "copy_ids.state", "copy_count")
    def _compute_copies_due(self):
        now = fields.Datetime.now()
        for request in self:
            request.copies_due = (
                request.kind in COPIED and request.state in ("approved", "done") and bool(request.valid_until)
                and request.valid_until >= now and bool(request._missing_copies()))

    def _missing_copies(self):
        """Pairs of line and number that were approved and are not out."""
        taken = {(copy.line_id, copy.number) for copy in self.copy_ids if copy.state != "destroyed"}
        return [(line, number) for number in range(1, self.copy_count + 1) for line in self.line_ids
                if (line, number) not in taken]

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_issue_copies(self):
        """Make the copies, and download them to print; see :meth:`_issue_copies`."""
        self.ensure_one()
        self._check_copies_may_go_out()
        return {"type": "ir.actions.client", "tag": "client_archive_copies", "params": {"request_id": self.id}}

    def _check_copies_may_go_out(self):
        """:raises AccessError: for anybody but another archivist than the applicant, designated where it is secret
        :raises UserError: without an approval that still holds, and when all copies are out
        """
        if self.kind not in COPIED:
            raise UserError(self.env._("%s is not about copies.", self.name))
        self._check_archivist()
        if self.state == "approved":
            self._check_may_go_out(self.line_ids)
            return
        # sudo: that all copies are out, whoever may know of the papers
        if self.state != "done" or self.valid_until < fields.Datetime.now() or not self.sudo()._missing_copies():
            raise UserError(self.env._("%s is not approved, or all its copies were issued.", self.name))
        self._check_on_file()
        self._check_route()
        papers = self.line_ids.document_id
        papers._check_not_frozen()
        papers._check_designated("copying" if self.kind == "copy" else "sending")

    def _issue_copies(self):
        """Issue what is missing of the approved copies: enter each, stamp its paper, draw its PDF.

        A misprint is destroyed and noted as such: then its number is missing, and issued again.

        :return: an open file, and its name: a PDF, or a ZIP file of several
        :raises AccessError: as :meth:`_check_copies_may_go_out`, and for content that is closed to the archivist
        :raises UserError: likewise, for too much at once, and for pages that a paper does not have
        """
        self.ensure_one()
        self._lock()
        self._check_copies_may_go_out()
        request = self.with_context(lang=self.env.context.get("lang") or self.env.user.lang)
        # sudo: every paper, so that none is left out in silence; its content is asked for as the archivist below
        missing = request.sudo()._missing_copies()
        papers = self.env["archive.document"].browse({line.document_id.id for line, _number in missing}).with_env(
            request.env)
        contents = papers._sealed_contents()
        total = sum(version.size for version in contents.values()) * self.copy_count
        if len(missing) > _MOST_COPIES or total > _MOST_BYTES:
            raise UserError(self.env._(
                "That is more than %(copies)s copies or %(size)s MB at once: ask for fewer papers in one request.",
                copies=_MOST_COPIES, size=_MOST_BYTES >> 20))
        if self.state == "approved":
            self._move("done", kind="request_completed", issued_on=fields.Datetime.now(), issued_by_id=self.env.uid)
            self._seal_issued()
        # Each paper is drawn once, however many copies there are.
        sealed = {line: request._draw_sealed(line, contents) for line in dict(missing)}
        drawn = [sealed_pdf.footed(sealed[line], request._copy_foot(number)) for line, number in missing]
        copies = request._enter_copies(missing, drawn)
        for version in contents.values():
            version._opened()
        return request._copies_file(copies, drawn)

    def _recipient(self):
        if self.kind == "external":
            return " · ".join(filter(None, [self.outsider_name, self.outsider_body]))
        return self.applicant_id.name

    def _draw_sealed(self, line, contents):
        """PDF (bytes) of the paper, or of the excerpt of it that was asked for, with its seals."""
        paper = line.document_id.with_env(self.env)
        try:
            return paper._sealed_pdf(
                contents.get(paper), None, pages=page_range.parse(line.pages) if line.pages else None)
        except sealed_pdf.NoSuchPage as error:
            raise UserError(self.env._(
                "“%(paper)s” has no page %(page)s.", paper=paper.display_name, page=error.args[0])) from error

    def _copy_foot(self, number):
        """PDF (bytes) of the line at the foot of each page of a copy."""
        day = self._archive_day()
        html = self.env["ir.qweb"]._render("client_archive.copy_foot", {
            "label": self.env._("Copy %(number)s of %(total)s", number=number, total=self.copy_count),
            "facts": [self._recipient(), self.name, f"{day:%Y-%m-%d}"]})
        return _pdf(str(html))

    def _enter_copies(self, missing, drawn):
        now = fields.Datetime.now()
        # sudo: nobody has the right to enter copies; who issues them was checked
        copies = gate.opened(self.env["archive.copy"].sudo()).create([
            {"line_id": line.id, "request_id": self.id, "document_id": line.document_id.id,
             "company_id": self.company_id.id, "number": number, "total": self.copy_count, "pages": line.pages,
             "recipient": self._recipient(), "issued_on": now, "issued_by_id": self.env.uid,
             "sha256": hashlib.sha256(content).hexdigest()}
            for (line, number), content in zip(missing, drawn, strict=True)])
        for copy in copies:
            copy.document_id._journal("copy_issued", after={
                "request": self.name, "copy": copy.number, "of": copy.total, "to": copy.recipient,
                "pages": copy.pages or None, "sha256": copy.sha256})
        return copies

    def _copies_file(self, copies, drawn):
        file = tempfile.TemporaryFile()  # noqa: SIM115 whoever asked for it closes it
        unique = file_name.Unique()
        names = [
            unique(file_name.name("", copy.display_name, extension="pdf"))
            for copy in copies.with_env(self.env)]
        if len(drawn) == 1:
            file.write(drawn[0])
            return file, names[0]
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in zip(names, drawn, strict=True):
                archive.writestr(name, content)
        return file, file_name.name("", self.env._("Copies %s", self.name), extension="zip")


@lru_cache(maxsize=16)
def _pdf(html):
    return pdf_renderer.pdf(html)


class ArchiveDocument(models.Model):
    """The copies of a paper that are about."""

    _inherit = "archive.document"

    copies_out = fields.Integer(string="Copies Out", compute="_compute_copies_out", compute_sudo=True)

    def _compute_copies_out(self):
        counts = dict(self.env["archive.copy"]._read_group(
            Domain("document_id", "in", self.ids) & Domain("state", "=", "issued"), ["document_id"], ["__count"]))
        for document in self:
            document.copies_out = counts.get(document._origin, 0)

    def action_view_copies(self):
        """Open the copies of this paper."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("client_archive.archive_copy_action")
        return {**action, "domain": [("document_id", "=", self.id)], "context": {}}
