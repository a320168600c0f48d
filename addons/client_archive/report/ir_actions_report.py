import io

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..tools import gate, pdf_renderer


class IrActionsReport(models.Model):
    """Forms of the archive: rendered by WeasyPrint as the user who prints, and journaled.

    A report becomes a form by :attr:`archive_form`. The print menu, ``/report/pdf``, ``_render`` and
    ``report_action`` work as for any report; wkhtmltopdf is not needed. See ``tools/pdf_renderer`` for why.
    """

    _inherit = "ir.actions.report"

    archive_form = fields.Selection(
        [("each", "One Form per Record"), ("list", "One List of All Records")],
        help="A form of the archive: its size is exact, and printing it is entered in the journal.")

    def _get_readable_fields(self):
        return super()._get_readable_fields() | {"archive_form"}

    def report_action(self, docids, data=None, config=True):
        if not self.archive_form:
            return super().report_action(docids, data=data, config=config)
        # Forms have no letterhead, so nobody is asked to design one first.
        return {**super().report_action(docids, data=data, config=False), "archive_form": self.archive_form}

    def _get_rendering_context(self, report, docids, data):
        if report.archive_form:
            self._check_form_access(report, docids)
        return super()._get_rendering_context(report, docids, data)

    def _render_qweb_html(self, report_ref, docids, data=None):
        if self._get_report(report_ref).archive_form:
            self = self._in_language()
        return super()._render_qweb_html(report_ref, docids, data=data)

    def _in_language(self):
        return self.with_context(lang=self.env.context.get("lang") or self.env.user.lang)

    def _check_form_access(self, report, docids):
        """Refuse whom the form is not for; what it shows is read as the user anyway.

        Nor is it printed with all rights: Odoo's jobs print what a letter or a mail names, for whoever wrote it.

        :raises AccessError: without one of the report's groups, or without access to a record
        :raises UserError: when nothing is chosen
        """
        if not docids:
            raise UserError(self.env._("Choose what to print first."))
        if self.env.su:
            closed = not gate.is_open(self.env)
        else:
            closed = report.group_ids and not report.group_ids & self.env.user.all_group_ids
        if closed:
            raise AccessError(self.env._("“%s” is printed by the archive. Ask an archivist.", report.name))
        self.env[report.model].browse(docids).check_access("read")

    def _pre_render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        report = self._get_report(report_ref)
        if not report.archive_form:
            return super()._pre_render_qweb_pdf(report_ref, res_ids=res_ids, data=data)
        res_ids = list(dict.fromkeys([res_ids] if isinstance(res_ids, int) else res_ids or []))
        batches = {False: res_ids} if report.archive_form == "list" or not res_ids else {
            res_id: [res_id] for res_id in res_ids}
        streams = {
            key: {"stream": io.BytesIO(self._render_form(report, ids, data)), "attachment": None}
            for key, ids in batches.items()}
        self._journal_form(report, res_ids)
        return streams, "pdf"

    def _render_form(self, report, res_ids, data=None):
        html = self._render_qweb_html(report.report_name, res_ids, data=dict(data or {}))[0]
        try:
            return pdf_renderer.pdf(html)
        except pdf_renderer.OutsideReference as error:
            raise UserError(self.env._(
                "“%(form)s” cannot be printed: it refers to something outside itself (%(reference)s). A form contains "
                "all that it shows.", form=report.name, reference=error)) from error

    def _journal_form(self, report, res_ids):
        form = report.with_context(lang="en_US").name
        for records in self.env["archive.form"]._chunks(self.env[report.model].browse(res_ids)):
            for subjects in records._print_subjects():
                subjects._journal("printed", after={"form": form})
