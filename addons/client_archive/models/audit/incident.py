from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

# Where a paper lay was changed by whoever held it then.
_HELD_KINDS = ("document_shelved",)


class ArchiveIncident(models.Model):
    """A loss or a leak is traced to those who had the papers (R109)."""

    _inherit = "archive.incident"

    def action_trace(self):
        """Open the list of who opened, printed, borrowed or moved the papers concerned.

        :raises AccessError: for anybody but executives and security officers
        :raises UserError: without papers
        """
        self.ensure_one()
        self._check_handler()
        if not self.sudo().document_ids:  # sudo: as in _traces
            raise UserError(self.env._("Say which papers %s is about first.", self.name))
        dialog = self.env["archive.incident.trace"].create({"incident_id": self.id})
        dialog._look()
        self._journal("incident_traced")
        return dialog._reopen()

    def _traces(self, date_from, date_to):
        """Who had each paper between two moments: rows of user, paper, how, first, last, times; see the journal."""
        self._check_handler()
        # Whoever may not know of a paper does not trace it: somebody who is cleared for it does.
        papers = self.sudo().document_ids.with_env(self.env)._filtered_access("read")
        papers = papers.sudo()  # sudo: the office looks at what the journal says about these papers; checked above
        return self._traces_in_journal(papers, date_from, date_to) + self._traces_of_loans(papers, date_from, date_to)

    def _traces_in_journal(self, papers, date_from, date_to):
        Event = papers.env["archive.event"]
        kinds = Event._content_kinds() | {"printed"} | set(_HELD_KINDS)
        window = Domain("date", ">=", date_from) & Domain("date", "<=", date_to) & Domain("kind", "in", sorted(kinds))
        labels = dict(self.env["archive.event"]._fields["kind"]._description_selection(self.env))
        of_record = self._papers_by_record(papers)
        rows = {}
        for user, kind, model, res_id, first, last, count in Event._read_group(
                papers._access_domain() & window, ["user_id", "kind", "res_model", "res_id"],
                ["date:min", "date:max", "__count"]):
            for paper in of_record.get((model, res_id), papers.browse()):
                row = rows.setdefault((user, paper, labels[kind]), [first, last, 0])
                row[:] = min(first, row[0]), max(last, row[1]), row[2] + count
        return [(user, paper, how, *row) for (user, paper, how), row in rows.items()]

    @staticmethod
    def _papers_by_record(papers):
        """Mapping of models and ids, as the journal has them, to the papers that they are about."""
        records = {}
        for paper in papers:
            for record in (paper, *paper.version_ids, paper.dossier_id):
                key = record._name, record.id
                records[key] = records.get(key, papers.browse()) | paper
        return records

    def _traces_of_loans(self, papers, date_from, date_to):
        """Who had the originals or copies, from the ledger: the journal's user is the archivist at the desk."""
        lines = papers.env["archive.request.line"].search(
            Domain("document_id", "in", papers.ids) & Domain("request_id.issued_on", "!=", False)
            & Domain("request_id.issued_on", "<=", date_to)
            & (Domain("returned_on", "=", False) | Domain("returned_on", ">=", date_from)))
        kinds = dict(self.env["archive.request"]._fields["kind"]._description_selection(self.env))
        return [
            (line.request_id.applicant_id, line.document_id,
             f"{kinds[line.kind]} {line.request_id.name}", line.request_id.issued_on, line.returned_on, 1)
            for line in lines]
