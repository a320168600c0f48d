from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from odoo.addons.web.controllers.report import ReportController

from .stream import stream

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _report_readonly(_controller, _rule, args):
    """A form is entered in the journal when it is printed: that needs a cursor that writes."""
    return not request.env["ir.actions.report"]._get_report_from_name(args.get("reportname")).archive_form


class ArchiveReportController(ReportController):
    @http.route(readonly=_report_readonly)
    def report_routes(self, reportname, docids=None, converter=None, **data):
        return super().report_routes(reportname, docids=docids, converter=converter, **data)

    @http.route(
        ["/archive/xlsx/<string:form>", "/archive/xlsx/<string:form>/<string:docids>"], type="http", auth="user")
    def archive_xlsx(self, form, docids=""):
        """The list ``form`` of the records as a workbook; who may print it may download it."""
        name = form if "." in form else f"client_archive.{form}"  # forms of other add-ons say which
        report = request.env["ir.actions.report"]._get_report_from_name(name)
        model = request.env.get(f"report.{name}")
        if not report.archive_form or not isinstance(model, request.env.registry["archive.form"]):
            raise NotFound()
        file, filename = model._xlsx_of(report, [int(part) for part in docids.split(",") if part.isdigit()])
        return stream(file, filename, _XLSX)
