import logging

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools import gate

_logger = logging.getLogger(__name__)
_CHUNK = 20
_TODO = "client_archive.mail_activity_contract_paper"
# What the paper of each act is filed as
_TYPES = {"amendment": "client_archive.document_type_0802", "termination": "client_archive.document_type_0803"}


class ArchiveContract(models.Model):
    """Papers of contracts that orders have filed: drafts, with the order as PDF, for the handler to complete.

    Drawing a PDF takes seconds: it is done by a job, which is called as soon as an order is filed.
    """

    _inherit = "archive.contract"

    @api.model
    def _cron_file_papers(self):
        """Make the papers that are still to be made."""
        for model in ("archive.contract.order", "archive.contract.act"):
            last = 0
            while rows := self.env[model].search(
                    self._unpapered_domain(model) & Domain("id", ">", last), order="id", limit=_CHUNK):
                last = rows[-1].id
                for row in rows:
                    row.contract_id._file_paper(row)
                if not self.env["ir.cron"]._commit_progress(len(rows)):
                    return

    @api.model
    def _unpapered_domain(self, model):
        domain = (Domain("is_papered", "=", False) & Domain("order_id", "!=", False)
                  & Domain("contract_id.dossier_id.state", "!=", "closed"))
        if model == "archive.contract.act":
            return domain & Domain("is_automatic", "=", True) & Domain("kind", "in", list(_TYPES))
        return domain & Domain("is_current", "=", True) & Domain("contract_id.state", "!=", "draft")

    def _file_paper(self, row):
        """A draft paper for ``row`` (an order, or what became of it), with the order's PDF where there is one."""
        self.ensure_one()
        is_act = row._name == "archive.contract.act"
        paper = self.env["archive.document"].create({
            "name": f"{self.name}: {row.name}" if is_act else self.name,
            "dossier_id": self.dossier_id.id,
            "contract_id": self.id,
            "type_id": self.env.ref(_TYPES[row.kind] if is_act else "client_archive.document_type_0101").id,
            "reference": self.number or row.order_id.name,
            "author": self.company_id.name,
            "date": row.date if is_act else self.signed_on,
        })
        gate.opened(row).write({"is_papered": True, "document_id": paper.id})
        content = False if is_act and row.kind == "termination" else self._order_pdf(row.order_id)
        if not content or not self._add_content(paper, row.order_id, content):
            self.activity_schedule(
                _TODO, user_id=self.user_id.id, summary=self.with_context(
                    lang=self.user_id.lang).env._("Upload the scan of “%s”", paper.name))

    def _add_content(self, paper, order, content):
        try:
            with self.env.cr.savepoint():
                return self.env["archive.version"]._add(paper, f"{order.name}.pdf".replace("/", "-"), content)
        except UserError:
            return False  # e.g. the same print is in the dossier already

    def _order_pdf(self, order):
        """Bytes of the PDF that the customer signed online, or else of a fresh print; ``None`` without either."""
        if order.signature:
            signed = self.env["ir.attachment"].search([
                ("res_model", "=", "sale.order"), ("res_id", "=", order.id), ("mimetype", "=", "application/pdf"),
                ("name", "=like", f"{order.name}%")], order="id desc", limit=1)
            if signed:
                return signed.raw
        Report = self.env["ir.actions.report"]
        if Report.get_wkhtmltopdf_state() not in ("ok", "upgrade"):
            return None
        try:
            content = Report._render_qweb_pdf("sale.action_report_saleorder", order.ids)[0]
        except (UserError, ValueError) as error:
            _logger.info("Order %s cannot be printed for the archive: %s", order.name, error)
            return None
        return content if content.startswith(b"%PDF") else None
