from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools import gate


class ArchiveConsentMixin(models.AbstractModel):
    """Personal data with its purpose and its lawful basis: whether it may still be used (R84).

    Consent ends when its term does or when it is withdrawn. What rested on it alone is marked, not used any more,
    and erased by a request.
    """

    _name = "archive.consent.mixin"
    _description = "Personal Data with a Lawful Basis"

    _gated_fields = frozenset({"withdrawn_on"})

    consent_until = fields.Date(string="Consent Valid until", help="Last day of the consent. Empty: until withdrawn.")
    withdrawn_on = fields.Date(string="Consent Withdrawn on", readonly=True, copy=False, index="btree_not_null")
    lawfulness = fields.Selection(
        [
            ("ok", "Lawful"),
            ("no_purpose", "No Purpose"),
            ("no_basis", "No Lawful Basis"),
            ("expired", "Consent Expired"),
            ("withdrawn", "Consent Withdrawn"),
        ],
        compute="_compute_lawfulness", search="_search_lawfulness",
        help="Withdrawn or expired: must not be used any more.")

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("withdrawn_on") for vals in vals_list) and not gate.is_open(self.env):
            raise self._gate_error({"withdrawn_on"})
        return super().create(vals_list)

    def write(self, vals):
        if "withdrawn_on" in vals and not gate.is_open(self.env):
            raise self._gate_error({"withdrawn_on"})
        return super().write(vals)

    @api.depends("purpose", "lawful_basis", "consent_until", "withdrawn_on")
    def _compute_lawfulness(self):
        for row in self:
            consent = row.lawful_basis == "consent"
            if row.withdrawn_on:
                row.lawfulness = "withdrawn"
            elif consent and row.consent_until and row.consent_until < self._consent_today(row.company_id):
                row.lawfulness = "expired"
            elif not row.lawful_basis:
                row.lawfulness = "no_basis"
            else:
                row.lawfulness = "ok" if (row.purpose or "").strip() else "no_purpose"

    @api.model
    def _search_lawfulness(self, operator, value):
        if operator != "in":
            return NotImplemented
        withdrawn = Domain("withdrawn_on", "!=", False)
        expired = ~withdrawn & Domain("lawful_basis", "=", "consent") & Domain(
            "consent_until", "<", self._consent_today(self.env.company))
        no_basis = ~withdrawn & Domain("lawful_basis", "=", False)
        rest = ~withdrawn & ~expired & ~no_basis
        no_purpose = Domain("purpose", "in", [False, ""])
        domains = {
            "withdrawn": withdrawn, "expired": expired, "no_basis": no_basis,
            "no_purpose": rest & no_purpose, "ok": rest & ~no_purpose}
        return Domain.OR(domains[wanted] for wanted in value if wanted in domains)

    @api.model
    def _consent_today(self, company):
        return (company or self.env.company)._archive_today()

    @api.constrains("consent_on", "consent_until")
    def _check_consent_term(self):
        for row in self:
            if row.consent_until and row.consent_on and row.consent_until < row.consent_on:
                raise ValidationError(self.env._("A consent does not end before it was given."))
