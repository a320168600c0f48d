from odoo import api, models


class ArchivePrivacySource(models.AbstractModel):
    """What keeps a person's data from being erased, place by place, in words that the person can be told.

    Personal Information Protection Law, article 47: erasing is refused where a law's term of keeping has not run out.
    """

    _inherit = "archive.privacy.source"

    @api.model
    def _kept_because(self, source, record, kind):
        """Why ``record`` is kept, or nothing where it is erased.

        :param kind: of the request
        """
        if kind == "withdraw" and not self._rests_on_consent(source, record):
            return self.env._("it does not rest on consent")
        reasons = {
            "contact_reach": self._keeps_contact_reach, "contact_identity": self._keeps_contact_identity,
            "person_private": self._keeps_on_hold, "person_work": self._keeps_person_work,
            "collection": self._keeps_collection, "contact_log": self._keeps_on_hold,
            "registration": self._keeps_registration, "visitor": self._keeps_visitor,
            "incident": self._keeps_incident, "title_holder": self._keeps_title_holder,
            "dossier": self._keeps_dossier, "paper": self._keeps_paper, "other_request": self._keeps_request,
        }
        return reasons[source.key](record.sudo())  # sudo: what keeps it does not depend on who asks

    @api.model
    def _rests_on_consent(self, source, record):
        if not source.consent:
            return False
        if source.model == "archive.customer.person":
            return record.lawful_basis == "consent"
        people = self.env["archive.customer.person"].sudo().search([("contact_id", "in", record.ids)])
        return bool(people) and all(person.lawful_basis == "consent" for person in people)

    # ------------------------------------------------------------------
    # The contact
    # ------------------------------------------------------------------
    def _keeps_contact_reach(self, partner):
        if partner.with_context(active_test=False).user_ids:
            return self.env._("it is a user of this system; their data is the personnel department's")
        people = self.env["archive.customer.person"].sudo().search([("contact_id", "=", partner.id)])
        return self._keeps_hold_of(partner) or self._keeps_open_dealings(partner) or next(
            filter(None, map(self._keeps_contract, people)), "")

    def _keeps_contact_identity(self, partner):
        if reason := self._keeps_contact_reach(partner):
            return reason
        invoices = self.env["account.move"].sudo().search_count(
            ["|", ("partner_id", "=", partner.id), ("partner_shipping_id", "=", partner.id), ("state", "=", "posted")],
            limit=1)
        if invoices:
            return self.env._("accounting records name them: 30 years (Accounting Archives Measures, article 14)")
        orders = self.env["sale.order"].sudo().search_count(
            ["|", "|", ("partner_id", "=", partner.id), ("partner_invoice_id", "=", partner.id),
             ("partner_shipping_id", "=", partner.id), ("state", "=", "sale")], limit=1)
        if orders:
            return self.env._("they are party to an order (needed for a contract, article 13)")
        dossier = self._dossiers(partner)[:1]
        if dossier and dossier.partner_id == partner:
            return self.env._("%s is their own dossier, whose papers have their retention", dossier.number or "")
        return ""

    def _keeps_open_dealings(self, partner):
        """A customer in dealings, as a natural person."""
        for dossier in self._dossiers(partner).filtered(lambda row: row.partner_id == partner):
            if dossier.open_receivable_count:
                return self.env._("%s unpaid invoices", dossier.open_receivable_count)
            if dossier.state != "closed":
                return self.env._("they are a customer in dealings")
        return ""

    def _dossiers(self, partner):
        return self.env["archive.dossier"].sudo().search([
            ("partner_id", "in", (partner | partner.commercial_partner_id).ids)])

    def _keeps_hold_of(self, partner):
        return self._hold_words(self._dossiers(partner))

    def _hold_words(self, dossiers):
        holds = self.env["archive.disposal.hold"].sudo().search(
            [("state", "=", "active"), ("dossier_ids", "in", dossiers.ids)])
        return self.env._("a hold: %s", ", ".join(holds.mapped("name"))) if holds else ""

    # ------------------------------------------------------------------
    # What is known about them at the customer
    # ------------------------------------------------------------------
    def _keeps_on_hold(self, row):
        return self._hold_words(row.dossier_id)

    def _keeps_person_work(self, person):
        if reason := self._keeps_on_hold(person):
            return reason
        if person.lawful_basis == "law":
            return self.env._("it is kept because a law requires it")
        return self._keeps_contract(person)

    def _keeps_contract(self, person):
        """Whom a customer in dealings named for a contract is reached for it as long as they deal."""
        if person.lawful_basis == "contract" and person.dossier_id.state != "closed":
            return self.env._("it is needed for the contract with %s (article 13)", person.partner_id.name)
        return ""

    def _keeps_collection(self, _collection):
        return self.env._("it proves that the data was collected lawfully (article 69); it is not used")

    def _keeps_registration(self, _profile):
        return self.env._("it is in the public register of companies (article 27)")

    # ------------------------------------------------------------------
    # Registers and papers
    # ------------------------------------------------------------------
    def _keeps_visitor(self, request):
        if request.state not in ("returned", "done", "refused", "expired", "cancelled"):
            return self.env._("the request %s is open", request.name)
        return self._hold_words(request.dossier_id)

    def _keeps_incident(self, _person):
        return self.env._("it is part of the record of an incident")

    def _keeps_title_holder(self, _line):
        return self.env._("it is part of the register of titles")

    def _keeps_dossier(self, dossier):
        return self._hold_words(dossier) or self.env._("the catalogue is kept; its papers leave by destruction only")

    def _keeps_paper(self, document):
        obstacles = document._destruction_obstacles()
        return "; ".join(obstacles) or self.env._(
            "its retention is over: put it forward for destruction, which is the only way out")

    def _keeps_request(self, _request):
        return self.env._("it proves how the person's requests were answered (article 69)")
