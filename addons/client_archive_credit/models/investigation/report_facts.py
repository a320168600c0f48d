from odoo import api, fields, models
from odoo.tools import format_date

from odoo.addons.client_archive.tools import gate

# Which sections of a report show what the system knows, beside the figures
FACTS = [
    ("profile", "Registration and profile"),
    ("people", "Legal representative and managers"),
    ("payment", "Payment record"),
    ("dealings", "Turnover and dealings"),
    ("affiliates", "Affiliates known to us"),
    ("disputes", "Complaints and disputes"),
    ("standing", "Score and grade"),
    ("limit", "Limit and exposure today"),
]


class CreditReportTemplateSection(models.Model):
    _inherit = "credit.report.template.section"

    facts = fields.Selection(
        FACTS, string="Filled in from the System", help="What is known is shown in the section, and not typed.")


class CreditInvestigation(models.Model):
    """What the system knows of the customer, kept as it was when the report was submitted (R2, R4).

    Facts are kept as values, not as words: each reader reads them in their own language.
    """

    _inherit = "credit.investigation"

    _gated_fields = frozenset({"facts", "series"})

    facts = fields.Json(readonly=True, copy=False)
    series = fields.Json(readonly=True, copy=False, help="What the charts are drawn from.")

    def _move(self, state, **kwargs):
        """Keep the facts with the figures of the submission; a report that comes back reads them anew."""
        if state == "submitted":
            for report in self:
                gate.opened(report).write({"facts": report._collect_facts(), "series": report._collect_series()})
        elif state == "draft":
            gate.opened(self).write({"facts": False, "series": False})
        return super()._move(state, **kwargs)

    def _sealed_words(self):
        words = super()._sealed_words()
        return {**words, "facts": self.facts, "series": self.series} if self.facts else words

    def _facts_now(self):
        """The facts that were kept, or those of today while it is a draft."""
        self.ensure_one()
        return self.facts or (self._collect_facts() if self.partner_id else {})

    def _series_now(self):
        self.ensure_one()
        return self.series or (self._collect_series() if self.partner_id else {})

    def _collect_series(self):
        return self.env["credit.figures"]._series(self.partner_id._origin, self.company_id)

    def _collect_facts(self):
        """Hook: mapping of kinds of facts to plain values; rooms that build on this one add theirs."""
        self.ensure_one()
        # sudo: the report tells what the company knows; who reads it is the report's own rules' to say
        report = self.sudo().with_company(self.company_id)
        return {
            "profile": report._collect_profile(), "affiliates": report._collect_affiliates(),
            "disputes": report._collect_disputes(), "limit": report._collect_limit()}

    def _collect_profile(self):
        partner = self.partner_id
        profile = self.dossier_id and self.env["archive.customer.profile"].search(
            [("dossier_id", "=", self.dossier_id.id)], limit=1)
        facts = {
            "vat": partner.vat or "", "address": " ".join(filter(None, [partner.city, partner.street])),
            "phone": partner.phone or ""}
        if profile:
            facts |= {
                "registered_address": profile.registered_address or "",
                "capital": profile.registered_capital, "capital_currency": profile.capital_currency_id.name or "",
                "founded": profile.founded_on and profile.founded_on.isoformat() or "",
                "legal_form": profile.legal_form or "", "business": profile.main_business or "",
                "headcount": profile.headcount, "representative": profile.legal_representative or "",
                "manager": profile.general_manager or ""}
        return facts

    def _collect_affiliates(self):
        """Companies tied to the customer: parent, subsidiaries, members of the same credit group."""
        partner = self.partner_id
        found = [(partner.parent_id, "parent")] if partner.parent_id else []
        found += [(child, "subsidiary") for child in partner.child_ids if child.is_company]
        file = self.env["credit.file"]._of(partner, self.company_id).get((partner, self.company_id))
        if file and file.group_id:
            found += [(member, "group") for member in file.group_id._partners() - partner]
        return [[company.name, relation] for company, relation in found]

    def _collect_disputes(self):
        since = fields.Date.subtract(self._archive_day(), years=2)
        rows = self.env["archive.contact.log"].search(
            [("partner_id", "=", self.partner_id.id), ("company_id", "=", self.company_id.id),
             ("kind", "=", "complaint"), ("date", ">=", since)], order="date desc", limit=10)
        return [[row.date.isoformat(), row.name, row.is_settled] for row in rows]

    def _collect_limit(self):
        file = self.env["credit.file"]._of(self.partner_id, self.company_id).get((self.partner_id, self.company_id))
        if not file:
            return {}
        return {
            "status": file.status, "limit": file.limit_now, "used": file.used, "overdue": file.overdue,
            "until": file._payer().limit_until and file._payer().limit_until.isoformat() or ""}


class CreditInvestigationSection(models.Model):
    _inherit = "credit.investigation.section"

    facts = fields.Selection(related="template_section_id.facts")
    facts_text = fields.Text(
        string="Known to the System", compute="_compute_facts_text",
        help="From our own books and files, as of the submission; what others say is added below.")

    @api.depends("template_section_id", "investigation_id.facts", "investigation_id.partner_id")
    @api.depends_context("lang")
    def _compute_facts_text(self):
        known = {report: report._facts_now() for report in self.investigation_id if report.partner_id}
        for section in self:
            report = section.investigation_id
            lines = section._fact_lines(known[report]) if section.facts and report in known else []
            section.facts_text = "\n".join(": ".join(filter(None, line)) for line in lines) or False

    def _fact_lines(self, facts):
        """Pairs of label and value of what is known for this section, in the reader's language."""
        self.ensure_one()
        teller = getattr(self, f"_fact_lines_{self.facts}")  # of a selection of ours, never of a client's word
        return [(label, str(value)) for label, value in teller(facts) if value not in (False, None, "", 0)]

    def _money(self, amount):
        return self.investigation_id.currency_id.format(amount or 0.0)

    def _fact_lines_profile(self, facts):
        known, forms = facts.get("profile", {}), self.env["archive.customer.profile"]._fields
        labels = dict(forms["legal_form"]._description_selection(self.env))
        capital = known.get("capital")
        return [
            (self.env._("Unified social credit code"), known.get("vat")),
            (self.env._("Registered address"), known.get("registered_address") or known.get("address")),
            (self.env._("Type of Company"), labels.get(known.get("legal_form"))),
            (self.env._("Registered Capital"), capital and f"{capital:,.0f} {known.get('capital_currency')}"),
            (self.env._("Founded on"), self._day(known.get("founded"))),
            (self.env._("Main Business"), known.get("business")),
            (self.env._("Headcount"), known.get("headcount")),
            (self.env._("Phone"), known.get("phone"))]

    def _fact_lines_people(self, facts):
        known = facts.get("profile", {})
        return [(self.env._("Legal Representative"), known.get("representative")),
                (self.env._("General Manager"), known.get("manager"))]

    def _fact_lines_payment(self, facts):
        report = self.investigation_id
        paid = report.payment_days or report.delay_days
        return [
            (self.env._("Average Days to Pay"), paid and f"{report.payment_days:.1f}"),
            (self.env._("Average Days after Due"), paid and f"{report.delay_days:.1f}"),
            (self.env._("Overdue"), self._money(report.overdue_amount)),
            (self.env._("Longest Overdue (Days)"), report.overdue_days)]

    def _fact_lines_dealings(self, facts):
        report = self.investigation_id
        return [
            (self.env._("First Dealing"), report.relation_since and format_date(self.env, report.relation_since)),
            (self.env._("Turnover, 12 Months"), self._money(report.turnover)),
            (self.env._("Turnover, 12 Months before"), self._money(report.turnover_before))]

    def _fact_lines_affiliates(self, facts):
        relations = {
            "parent": self.env._("Parent company"), "subsidiary": self.env._("Subsidiary"),
            "group": self.env._("Shares the limit of its credit group")}
        return [(name, relations[relation]) for name, relation in facts.get("affiliates", [])] or [
            (self.env._("Affiliates"), self.env._("none known to us"))]

    def _fact_lines_disputes(self, facts):
        settled = {True: self.env._("settled"), False: self.env._("not settled")}
        rows = facts.get("disputes", [])
        return [(self._day(day), f"{subject} ({settled[done]})") for day, subject, done in rows] or [
            (self.env._("Complaints within two years"), self.env._("none"))]

    def _fact_lines_standing(self, facts):
        return []

    def _fact_lines_limit(self, facts):
        known = facts.get("limit", {})
        if not known:
            return [(self.env._("Credit file"), self.env._("none: the customer is not under credit control"))]
        labels = dict(self.env["credit.file"]._fields["status"]._description_selection(self.env))
        return [
            (self.env._("Credit"), labels.get(known["status"])),
            (self.env._("Limit Today"), self._money(known["limit"])),
            (self.env._("Valid until"), self._day(known["until"])),
            (self.env._("Exposure"), self._money(known["used"])),
            (self.env._("Overdue"), self._money(known["overdue"]))]

    def _day(self, text):
        return format_date(self.env, text) if text else ""
