from odoo import fields, models
from odoo.tools import format_date
from odoo.tools.misc import format_datetime

from odoo.addons.client_archive.tools import round_seal, secrecy

from ...tools import charts


class CreditInvestigation(models.Model):
    """What 资信调查报告, the printed investigation report, shows: as one would hand it to a bank (R2)."""

    _inherit = "credit.investigation"

    # ------------------------------------------------------------------
    # Cover
    # ------------------------------------------------------------------
    def _print_cover(self):
        """Pairs of label and value on the cover; what is not known is left out."""
        self.ensure_one()
        until = self.valid_until and format_date(self.env, self.valid_until)
        rows = [
            (self.env._("Report Number"), self.name),
            (self.env._("Survey Date"), format_date(self.env, self.survey_date)),
            (self.env._("Valid until"), until or self.env._("not approved yet")),
            (self.env._("Investigator"), self.author_id.sudo().name),
            (self.env._("Department"), self.department_id.sudo().name),
            (self.env._("Overall Rating"), self.rating_id.name),
            (self.env._("Proposed Limit"), self.currency_id.format(self.proposed_limit))]
        return [(label, value) for label, value in rows if value]

    def _print_secrecy(self):
        """The mark of a classified report."""
        self.ensure_one()
        if self.secrecy_level == secrecy.NONE:
            return ""
        return dict(self._fields["secrecy_level"]._description_selection(self.env))[self.secrecy_level]

    def _print_seal(self):
        """Drawing of the company's seal on an approved report, nothing on others: there its place is shown."""
        self.ensure_one()
        if self.state not in ("approved", "expired", "superseded") or not self.approved_on:
            return None
        day = fields.Datetime.context_timestamp(self, self.approved_on).date()
        word, foot = self.env._("Approved"), self.env._("Credit Department")
        return {
            "word": word, "word_size": round_seal.word_size(word), "colour": "#c8102e",
            "glyphs": round_seal.name_on_arc(self.company_id.sudo().name), "day": day.strftime("%Y.%m.%d"),
            "day_size": round_seal.small_size(f"{day:%Y.%m.%d}"), "foot": foot,
            "foot_size": round_seal.small_size(foot)}

    def _print_status(self):
        """A word over the cover of what is not a valid report."""
        self.ensure_one()
        words = {
            "draft": self.env._("Draft"), "submitted": self.env._("Being checked"),
            "checked": self.env._("Not approved yet"), "expired": self.env._("Expired"),
            "superseded": self.env._("Superseded")}
        return words.get(self.state)

    # ------------------------------------------------------------------
    # Summary
    # ------------------------------------------------------------------
    def _print_figures(self):
        """Rows of two pairs of label and value."""
        self.ensure_one()
        label, money = self._print_label, self.currency_id.format
        paid = self.payment_days or self.delay_days
        change = self.turnover_before and 100 * (self.turnover - self.turnover_before) / self.turnover_before
        cells = [
            (label("relation_since"), format_date(self.env, self.relation_since) if self.relation_since else "–"),
            (label("turnover"), money(self.turnover)), (label("turnover_before"), money(self.turnover_before)),
            (self.env._("Change"), f"{change:+.1f}%" if change else "–"),
            (label("payment_days"), f"{self.payment_days:.1f}" if paid else "–"),
            (label("delay_days"), f"{self.delay_days:.1f}" if paid else "–"),
            (label("overdue_amount"), money(self.overdue_amount)), (label("overdue_days"), str(self.overdue_days))]
        return [(*cells[number], *cells[number + 1]) for number in range(0, len(cells), 2)]

    def _print_standing(self):
        """The evaluation that the report knew of: score, grade, and its criteria as bars; nothing without one."""
        self.ensure_one()
        known = self._facts_now().get("standing")
        if not known:
            return None
        # sudo: names of criteria in the reader's language; a scorecard is configuration
        names = {row.id: row.name for row in self.env["credit.scorecard.criterion"].sudo().browse(
            [row[0] for row in known["lines"]]).exists()}
        colours = ((70, charts.GOOD), (40, charts.WARN), (0, charts.BAD))
        rows = [
            (self._cut(names.get(criterion, name), 17), points, self.env._(
                "%(points)s (weight %(weight)s%%)", points=f"{points:g}", weight=f"{weight:g}"),
             next(colour for floor, colour in colours if points >= floor))
            for criterion, name, points, weight in known["lines"]]
        return {
            "score": f"{known['score']:.2f}", "label": self.env._("Score (grade %s)", known["grade"]),
            "chart": charts.bars(rows, most=100), "note": self.env._(
                "Evaluation %(number)s of %(day)s. Points from 0 to 100, each at its weight.", number=known["number"],
                day=format_date(self.env, known["date"]))}

    @staticmethod
    def _cut(text, ems):
        """``text`` within the width of so many characters of a Chinese text."""
        while round_seal.width(text) > ems:
            text = text.removesuffix("…")[:-1] + "…"
        return text

    # ------------------------------------------------------------------
    # Sections
    # ------------------------------------------------------------------
    def _print_sections(self):
        """The sections with all that is printed of each, numbered as their template has them."""
        self.ensure_one()
        kinds = dict(self.section_ids._fields["source_kind"]._description_selection(self.env))
        return [
            {
                "number": number, "anchor": f"section-{section.id}", "name": section.name,
                "optional": section.is_optional, "facts": section._print_facts(),
                "charts": self._print_charts(section.facts), "content": section.content or "",
                "source": section.source or "", "kind": kinds.get(section.source_kind, ""),
                "words": section._print_source_words(kinds.get(section.source_kind)),
                "mark": section._print_verified(),
                "collector": section.collector_id.sudo().name,
                "collected": format_date(self.env, section.collected_on),
                "verified": section.state == "verified", "verifier": section.verified_by_id.sudo().name or "",
                "verified_on": format_date(self.env, section.verified_on) if section.verified_on else ""}
            for number, section in enumerate(self.section_ids.sorted(lambda row: (row.sequence, row.id)), start=1)]

    def _print_charts(self, facts):
        """Charts of a section, each with its title; none where there is nothing to draw."""
        series = self._series_now()
        if facts == "payment":
            return list(filter(None, [self._chart_days(series), self._chart_aging(series)]))
        if facts == "dealings":
            return list(filter(None, [self._chart_turnover(series)]))
        return []

    def _chart_turnover(self, series):
        values = series.get("turnover") or []
        if not any(values):
            return None
        months = [fields.Date.to_date(month) for month in series["months"]]
        return (self.env._("Turnover by Month (%s)", self.currency_id.name), charts.columns(
            [f"{month:%m}" for month in months[12:]], [
                charts.Series(self.env._("The year before"), values[:12], charts.SOFT),
                charts.Series(self.env._("Last 12 months"), values[12:], charts.INK)]))

    def _chart_days(self, series):
        values = series.get("days") or []
        if not any(value is not None for value in values):
            return None
        months = [fields.Date.to_date(month) for month in series["months"]]
        labels = [f"{month:%y-%m}" if number % 3 == 0 else "" for number, month in enumerate(months)]
        return (self.env._("Days from Invoice to Payment, by Month"), charts.lines(
            labels, [charts.Series(self.env._("Days, weighted by amount"), values)]))

    def _chart_aging(self, series):
        amounts = series.get("aging") or []
        if not any(amounts):
            return None
        labels = (self.env._("Not due yet"), self.env._("1–30 days overdue"), self.env._("31–60 days overdue"),
                  self.env._("61–90 days overdue"), self.env._("More than 90 days"))
        colours = (charts.GOOD, charts.SOFT, charts.WARN, charts.WARN, charts.BAD)
        return (self.env._("Open Invoices by Age"), charts.bars([
            (label, amount, self.currency_id.format(amount), colour)
            for label, amount, colour in zip(labels, amounts, colours, strict=True)]))

    # ------------------------------------------------------------------
    # Signatures
    # ------------------------------------------------------------------
    def _print_signatures(self):
        """Rows of role, name and moment: who investigated, who checked, and each one who decided."""
        self.ensure_one()
        rows = [
            (self.env._("Investigator"), self.author_id.sudo().name, self._moment(self.submitted_on)),
            (self.env._("Checked by"), self.checked_by_id.sudo().name or "", self._moment(self.checked_on))]
        steps = self.sudo()._approval_steps()  # sudo: who decided is on the report for all who read it
        last = steps.filtered(lambda step: step.round == steps[:1].round and step.state != "cancelled")
        rows += [(step.name, step.decided_by_id.name or "", self._moment(step.decided_on)) for step in last]
        return rows if last else [*rows, (self.env._("Approved by"), "", "")]

    def _print_disclaimer(self):
        self.ensure_one()
        return self.env._(
            "The figures are from the books of %s. The report serves its own decisions on credit; whoever else it is "
            "shown to relies on it at their own risk.", self.company_id.sudo().name)

    def _moment(self, moment):
        return format_datetime(self.env, moment, dt_format="yyyy-MM-dd HH:mm") if moment else ""

    def _print_label(self, name):
        return self._fields[name]._description_string(self.env)


class CreditInvestigationSection(models.Model):
    _inherit = "credit.investigation.section"

    def _print_facts(self):
        """Pairs of label and value from the system, for a table."""
        self.ensure_one()
        return self._fact_lines(self.investigation_id._facts_now()) if self.facts else []

    def _print_source_words(self, kind):
        """Sentences on where it comes from, which papers prove it, and who collected it."""
        self.ensure_one()
        words, papers = [], self._print_papers()
        if self.source:
            words.append(self.env._("Source: %s.", " – ".join(filter(None, [kind, self.source]))))
        if papers:
            words.append(self.env._("Papers: %s.", papers))
        words.append(self.env._(
            "Collected by %(name)s, %(day)s.", name=self.collector_id.sudo().name,
            day=format_date(self.env, self.collected_on)))
        return " ".join(words)

    def _print_verified(self):
        """Who verified it, or that nobody did yet."""
        self.ensure_one()
        if self.state != "verified":
            return self.env._("Not verified yet.")
        return self.env._(
            "✓ Verified by %(name)s, %(day)s.", name=self.verified_by_id.sudo().name,
            day=format_date(self.env, self.verified_on))

    def _print_papers(self):
        """Titles of the papers that prove it; of those that the reader may not know of, nothing (invariant 4)."""
        papers = self.document_ids._filtered_access("read").filtered("is_visible")
        return ", ".join(paper.display_name for paper in papers)
