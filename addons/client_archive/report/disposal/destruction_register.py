from odoo import models

from ...tools.page_grid import Column


class DestructionRegister(models.AbstractModel):
    """销毁清册, the destruction register with its cover (R31, R35)."""

    _name = "report.client_archive.report_destruction_register"
    _inherit = ["archive.form"]
    _description = "Printed Destruction Register"

    _form_model = "archive.destruction.batch"

    def _form_title(self):
        return self.env._("Destruction Register")

    def _form_columns(self):
        return (
            Column("number", self.env._("No."), 12, "center"),
            Column("title", self.env._("Title"), 87),
            Column("year", self.env._("Year"), 16, "center"),
            Column("code", self.env._("Archival Code"), 40),
            Column("retention", self.env._("To Be Kept"), 28, "center"),
            Column("kept", self.env._("Kept (Years)"), 18, "center"),
            Column("pages", self.env._("Pages"), 14, "center"),
            Column("remarks", self.env._("Remarks"), 42),
        )

    def _form_head(self, records):
        return [(self.env._("Fonds"), " ".join(filter(None, records[:1].company_id._fonds()))),
                (self.env._("Register"), ", ".join(filter(None, records.mapped("name"))))]

    def _form_rows(self, records):
        """What is destroyed, or not appraised yet; what is retained or withheld is not destroyed and not listed."""
        lines = records.line_ids.filtered(lambda line: line.decision in (False, "destroy"))
        return [
            (number, line.title, str(line.year or ""), line.code, line.retention, line.kept_years, line.page_count,
             "; ".join(filter(None, [
                 not line.decision and self.env._("not appraised yet"), line.remarks])))
            for number, line in enumerate(lines, start=1)]

    def _form_notes(self, records):
        counts = {decision: len(records.line_ids.filtered(lambda line, key=decision: line.decision == key))
                  for decision in ("retain", "withheld")}
        return [text for text, count in (
            (self.env._("Retained after appraisal, not destroyed: %s papers.", counts["retain"]), counts["retain"]),
            (self.env._("Withheld after approval, not destroyed: %s papers.", counts["withheld"]), counts["withheld"]),
        ) if count]

    def _get_report_values(self, docids, data=None):
        values = super()._get_report_values(docids, data=data)
        return {**values, "signatures": [row for batch in values["docs"] for row in self._signatures(batch)]}

    def _signatures(self, batch):
        """Rows of the cover: in which role, who, when; blank where nobody signed yet."""
        def local(moment):
            return self.env["ir.qweb.field.datetime"].value_to_html(moment, {"format": "yyyy-MM-dd HH:mm"}) \
                if moment else ""
        rows = [
            (self.env._("In charge of the appraisal"), batch.appraiser_id.name, local(batch.submitted_on)),
            (self.env._("Approved by"), batch.approved_by_id.name, local(batch.approved_on)),
        ]
        labels = {"before": self.env._("Supervisor, counted"), "after": self.env._("Supervisor, destroyed")}
        for phase, label in labels.items():
            signed = batch.signature_ids.filtered(lambda row, key=phase: row.phase == key and not row.is_void)
            for supervisor in (batch.supervisor_1_id, batch.supervisor_2_id):
                mine = signed.filtered(lambda row, user=supervisor: row.user_id == user)[:1]
                rows.append((label, supervisor.name, local(mine.signed_on)))
        rows.append((self.env._("Destroyed by"), batch.executed_by_id.name, local(batch.executed_on)))
        return [(label, name or "", moment) for label, name, moment in rows]
