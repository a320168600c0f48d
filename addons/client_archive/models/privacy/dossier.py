from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

_AHEAD = timedelta(days=30)


class ArchiveDossier(models.Model):
    """Consent that ends is renewed in time, or its data goes (R84)."""

    _inherit = "archive.dossier"

    @api.model
    def _cron_consents(self):
        """Call the account managers of dossiers in which a consent ends within 30 days, once per dossier."""
        until = fields.Date.today() + _AHEAD
        ending = Domain("lawful_basis", "=", "consent") & Domain("withdrawn_on", "=", False) & Domain(
            "consent_until", "<=", until)
        rows = {}
        for model in ("archive.customer.person", "archive.customer.collection"):
            for dossier, first in self.env[model]._read_group(ending, ["dossier_id"], ["consent_until:min"]):
                rows[dossier] = min(first, rows.get(dossier, first))
        activity_type = self.env.ref("client_archive.mail_activity_consent")
        called = set(self.env["mail.activity"].search([
            ("activity_type_id", "=", activity_type.id), ("res_model", "=", self._name)]).mapped("res_id"))
        for dossier, first in rows.items():
            if dossier.id not in called and dossier.user_id.active:
                dossier.activity_schedule(
                    activity_type_id=activity_type.id, user_id=dossier.user_id.id, date_deadline=first,
                    summary=self.env._("Consent ends: renew it, or have the data erased"))
