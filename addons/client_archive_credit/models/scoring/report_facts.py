from odoo import models


class CreditInvestigation(models.Model):
    """The current evaluation joins what a report knows of the customer."""

    _inherit = "credit.investigation"

    def _collect_facts(self):
        facts = super()._collect_facts()
        # sudo: as for the other facts
        evaluation = self.env["credit.evaluation"].sudo().search([
            ("partner_id", "=", self.partner_id._origin.id), ("company_id", "=", self.company_id.id),
            ("is_current", "=", True)], limit=1)
        if not evaluation:
            return facts
        return {**facts, "standing": {
            "number": evaluation.name, "date": evaluation.date.isoformat(), "score": evaluation.score,
            "grade": evaluation.grade_id.name, "limit": evaluation.proposed_limit,
            "lines": [[line.criterion_id.id, line.name, line.points, line.weight] for line in evaluation.line_ids]}}


class CreditInvestigationSection(models.Model):
    _inherit = "credit.investigation.section"

    def _fact_lines_standing(self, facts):
        known = facts.get("standing")
        if not known:
            return [(self.env._("Evaluation"), self.env._("none yet"))]
        return [
            (self.env._("Evaluation"), f"{known['number']}, {self._day(known['date'])}"),
            (self.env._("Score"), f"{known['score']:.2f}"), (self.env._("Grade"), known["grade"]),
            (self.env._("Limit by Formula"), known["limit"] and self._money(known["limit"]))]
