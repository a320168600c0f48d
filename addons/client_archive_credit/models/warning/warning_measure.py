from odoo import api, models
from odoo.exceptions import UserError

_MANAGER = "client_archive_credit.group_credit_manager"


class CreditWarning(models.Model):
    """What a warning leads to is done by closing it (R99), not only written down."""

    _inherit = "credit.warning"

    def _carry_out(self, measure, note, details):
        """Take ``measure`` for the customers of these warnings; return those that wait for an approval.

        :param details: mapping with ``payment_term`` and ``limit`` (the lower one; ``None`` leaves it) to change terms,
            ``owner`` of a collection matter or a new survey
        """
        measures = self._measures()
        waiting = self.browse()
        if measure in measures:
            for (partner, company), warnings in self.grouped(lambda row: (row.partner_id, row.company_id)).items():
                if measures[measure](partner, company, warnings, note, details):
                    waiting |= warnings
        return waiting

    @api.model
    def _measures(self):
        """Mapping of measures to what takes them. ``watch`` does nothing but put the customer on the watch list."""
        return {
            "survey": self._measure_survey,
            "change_terms": self._measure_change_terms,
            "suspend": self._measure_suspend,
            "collect": self._measure_collect,
            "legal": self._measure_legal,
        }

    # Each takes (partner, company, warnings, note, details), and returns whether an approval is waited for.
    def _measure_survey(self, partner, company, warnings, note, details):
        """A new investigation report is begun, unless one is being written."""
        Report = self.env["credit.investigation"]
        report = Report.search([
            ("partner_id", "=", partner.id), ("company_id", "=", company.id), ("state", "in", ("draft", "submitted"))],
            limit=1) or Report.with_company(company).create({"partner_id": partner.id, "company_id": company.id})
        warnings._set_gated(investigation_id=report.id)

    def _measure_change_terms(self, partner, company, warnings, note, details):
        """Other payment terms hold at once, a lower limit when its application is approved."""
        term, limit = details.get("payment_term"), details.get("limit")
        if not term and limit is None:
            raise UserError(self.env._("Say which terms change: the payment terms, the limit, or both."))
        if term:
            # sudo: credit officers change the terms of customers they warn about, and nothing else on them
            customer = partner.sudo().with_company(company)
            before = customer.property_payment_term_id.name
            customer.property_payment_term_id = term.id
            warnings._journal("changed", before={"payment_term": before}, after={"payment_term": term.name}, note=note)
        return limit is not None and self._apply(
            partner, company, warnings, note, kind="lower", amount=limit,
            valid_until=self._limit_until(partner, company))

    @api.model
    def _limit_until(self, partner, company):
        """A lower limit ends when the one in force would have ended."""
        file = self.env["credit.file"]._of(partner, company).get((partner, company))
        until = file and file.limit_until
        return until if until and until >= company._archive_today() else False

    def _measure_suspend(self, partner, company, warnings, note, details):
        """The customer is on stop: at once by the credit manager, else when the credit manager approves."""
        file = self.env["credit.file"]._of(partner, company).get((partner, company))
        if file and file._terms().on_stop:
            return False
        if not self.env.user.has_group(_MANAGER):
            return self._apply(partner, company, warnings, note, kind="stop")
        # sudo: the credit manager decides on stops alone (R99); lifting one takes an approved application
        file = self.env["credit.file"].sudo()._ensure(partner.sudo(), company.sudo())
        file._lock_guard()
        file._set_stop(True, note)
        file._terms_changed()
        return False

    def _apply(self, partner, company, warnings, note, **values):
        application = self.env["credit.limit.application"].with_company(company).create({
            "partner_id": partner.id, "company_id": company.id, "reason": note, **values})
        application.action_submit()
        warnings._set_gated(application_id=application.id)
        return application.state != "approved"

    def _measure_collect(self, partner, company, warnings, note, details):
        """A collection matter is opened, or goes on."""
        self._collect(partner, company, warnings, note, details)

    def _measure_legal(self, partner, company, warnings, note, details):
        """The collection matter goes to court."""
        matter = self._collect(partner, company, warnings, note, details)
        if matter.state != "legal":
            matter._end("legal", note)

    def _collect(self, partner, company, warnings, note, details):
        matter = self.env["credit.collection"]._open(partner, company, details.get("owner"), note).sudo(False)
        warnings._set_gated(collection_id=matter.id)
        return matter
