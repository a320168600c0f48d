from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools import deadline

_CHUNK = 500
_ACTIVITY = "client_archive.mail_activity_expiry"


class ArchiveDocument(models.Model):
    """How long a paper is valid: its account manager is called ahead, and it is marked void afterwards (R11, R27)."""

    _inherit = "archive.document"

    _gated_fields = frozenset({"warned_until"})

    valid_until = fields.Date(
        compute="_compute_valid_until", store=True, readonly=False, precompute=True, index="btree_not_null",
        tracking=True, help="Last day on which the paper is valid. Empty: it does not expire.")
    warn_on = fields.Date(
        string="Warn on", compute="_compute_warn_on", store=True, index="btree_not_null",
        help="From this day on the account manager is called to bring a new one.")
    warned_until = fields.Date(
        string="Called for", readonly=True, copy=False, help="The last day of validity that was called for already.")
    is_warned = fields.Boolean(string="Was Called for", compute="_compute_is_warned", store=True)

    _expiring_idx = models.Index("(company_id, warn_on) WHERE state = 'filed' AND is_void IS NOT TRUE")
    _held_idx = models.Index("(dossier_id, type_id) WHERE state = 'filed'")

    @api.depends("type_id", "date")
    def _compute_valid_until(self):
        for document in self:
            months = document.type_id.validity_months
            document.valid_until = (
                deadline.add_months(document.date, months) if months and document.date else document.valid_until)

    @api.depends("valid_until", "type_id.warn_days")
    def _compute_warn_on(self):
        for document in self:
            document.warn_on = document.valid_until and (
                document.valid_until - timedelta(days=document.type_id.warn_days))

    @api.depends("valid_until", "warned_until")
    def _compute_is_warned(self):
        for document in self:
            document.is_warned = bool(document.valid_until) and document.valid_until == document.warned_until

    @api.model
    def _valid_domain(self):
        """Papers that are not void and have not expired today."""
        return Domain("is_void", "=", False) & (
            Domain("valid_until", "=", False) | Domain("valid_until", ">=", self._archive_day()))

    @api.model
    def _expiring_domain(self):
        """Filed papers that expire within the warning time of their type, or did and are not marked yet."""
        return Domain([
            ("state", "=", "filed"), ("is_void", "=", False), ("warn_on", "<=", self._archive_day())])

    # ------------------------------------------------------------------
    # The clock
    # ------------------------------------------------------------------
    @api.model
    def _cron_validity(self):
        """Mark expired papers void, and call for those that expire soon; in chunks, each committed."""
        today = self._archive_day()
        expired = Domain([("state", "=", "filed"), ("is_void", "=", False), ("valid_until", "<", today)])
        soon = self._expiring_domain() & Domain([("valid_until", ">=", today), ("is_warned", "=", False)])
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=self.search_count(expired) + self.search_count(soon))
        for domain, act in ((expired, self.__class__._expire), (soon, self.__class__._warn)):
            while documents := self.search(domain, order="valid_until, id", limit=_CHUNK):
                documents._lock()
                act(documents)
                if not Cron._commit_progress(len(documents)):
                    return

    def _expire(self):
        for valid_until, documents in self.grouped("valid_until").items():
            note = self.env._("Its validity ended on %s.", valid_until)
            documents._set_gated(kind="document_expired", note=note, is_void=True)
            documents._voided(note)

    def _voided(self, note):
        """Hook: papers were just marked void because they expired; ``note`` says so."""

    def _warn(self):
        """Call the account managers, once for each end of validity."""
        for (user, valid_until), documents in self.grouped(lambda doc: (doc.user_id, doc.valid_until)).items():
            documents.activity_schedule(
                _ACTIVITY, date_deadline=valid_until, user_id=user.id,
                summary=self.env._("Expires on %s: bring a new one", valid_until))
            documents._set_gated(kind="document_expiring", warned_until=valid_until)

    def _filed(self):
        """Whoever brought the new paper need not be called for the old one any more."""
        super()._filed()
        # sudo: the call is the machine's, whoever files
        older = self.sudo().search([
            ("dossier_id", "in", self.dossier_id.ids), ("type_id", "in", self.type_id.ids),
            ("warned_until", "!=", False), ("id", "not in", self.ids)])
        if older:
            renewed = {(doc.dossier_id.id, doc.type_id.id) for doc in self}
            older.filtered(lambda doc: (doc.dossier_id.id, doc.type_id.id) in renewed).activity_unlink([_ACTIVITY])
