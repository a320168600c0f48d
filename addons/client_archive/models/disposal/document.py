from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools import gate

_STUB = {
    "name", "dossier_id", "type_id", "reference", "author", "date", "page_count", "is_original", "original_location",
    "secrecy_level", "role", "main_id", "remarks"}


class ArchiveDocument(models.Model):
    """How long a paper is kept, what holds it, and how it is destroyed (invariant 6)."""

    _inherit = "archive.document"

    _gated_fields = frozenset({"retained_on", "retained_until", "destruction_batch_id"})

    retention_rule_id = fields.Many2one(
        "archive.retention.rule", string="Retention", compute="_compute_retention_rule_id", store=True, index=True)
    retention_until = fields.Date(
        string="Kept Until", compute="_compute_retention_until", store=True, index=True,
        help="Last day of retention. Empty: permanent, or the customer still has dealings with us.")
    retained_on = fields.Date(
        readonly=True, copy=False, help="Expired, appraised as still useful and kept: the day of that appraisal.")
    retained_until = fields.Date(
        readonly=True, copy=False, help="Put forward again after this day. Empty: not by itself.")
    destruction_batch_id = fields.Many2one("archive.destruction.batch", readonly=True, copy=False, ondelete="restrict")
    destruction_line_ids = fields.One2many("archive.destruction.line", "document_id", string="Registers")
    hold_ids = fields.Many2many("archive.disposal.hold", compute="_compute_hold_ids", compute_sudo=True)
    on_hold = fields.Boolean(compute="_compute_hold_ids", search="_search_on_hold", compute_sudo=True)

    _due_idx = models.Index("(company_id, retention_until) WHERE state = 'filed'")

    # ------------------------------------------------------------------
    # Retention
    # ------------------------------------------------------------------
    @api.depends("type_id.retention_rule_id", "type_id.parent_id.retention_rule_id")
    def _compute_retention_rule_id(self):
        default = self.env["archive.retention.rule"]._default_rule()
        for document in self:
            doc_type = document.type_id.sudo()
            document.retention_rule_id = (
                doc_type.retention_rule_id or doc_type.parent_id.retention_rule_id or default)

    @api.depends(
        "retention_rule_id.is_permanent", "retention_rule_id.years", "retention_rule_id.basis", "date",
        "dossier_id.state", "dossier_id.closed_on", "dossier_id.last_settlement_on")
    def _compute_retention_until(self):
        for document in self:
            dossier = document.dossier_id.sudo()
            document.retention_until = document.sudo().retention_rule_id._until(
                dossier.closed_on if dossier.state == "closed" else False, dossier.last_settlement_on, document.date)

    @api.model
    def _due_domain(self):
        """Filed papers whose term is over and that no appraisal keeps."""
        today = self._archive_day()
        return [
            ("state", "=", "filed"), ("retention_until", "<", today),
            "|", ("retained_on", "=", False), ("retained_until", "<", today)]

    # ------------------------------------------------------------------
    # Holds
    # ------------------------------------------------------------------
    def _compute_hold_ids(self):
        holds = self.env["archive.disposal.hold"]._of(self)
        for document in self:
            document.hold_ids = holds[document]
            document.on_hold = bool(holds[document])

    @api.model
    def _search_on_hold(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: what is held does not depend on who may read the reasons
        holds = self.env["archive.disposal.hold"].sudo().search([("state", "=", "active")])
        held = Domain("dossier_id", "in", holds.dossier_ids.ids) | Domain("id", "in", holds.document_ids.ids)
        return Domain.OR(held if wanted else ~held for wanted in value)

    def _destruction_obstacles(self):
        obstacles = super()._destruction_obstacles()
        document = self.sudo()  # sudo: obstacles hold whoever asks
        if document.state != "filed":
            obstacles.append(self.env._("it is not filed"))
        if not document.retention_until:
            obstacles.append(self.env._("it is kept permanently, or its customer still deals with us"))
        elif document.retention_until >= document.company_id._archive_today():
            obstacles.append(self.env._("it is kept until %s", document.retention_until))
        if document.hold_ids:
            obstacles.append(self.env._("it is on hold: %s", ", ".join(document.hold_ids.mapped("name"))))
        if document.dossier_id.open_receivable_count:
            obstacles.append(self.env._(
                "the customer has %s unpaid invoices", document.dossier_id.open_receivable_count))
        return obstacles

    # ------------------------------------------------------------------
    # The stub stays as it is
    # ------------------------------------------------------------------
    def write(self, vals):
        if vals.keys() & _STUB and not gate.is_open(self.env) and "destroyed" in self.mapped("state"):
            raise UserError(self.env._("What is left of a destroyed paper in the catalogue is never changed."))
        return super().write(vals)

    # ------------------------------------------------------------------
    # Destruction: only an executed batch calls these
    # ------------------------------------------------------------------
    def _content_files(self):
        """Mapping of each paper to the names of its files in the filestore, chatter included."""
        self.env["ir.attachment"].flush_model()
        self.env["archive.version"].flush_model()
        self.env.cr.execute(SQL(
            """
            SELECT COALESCE(v.document_id, a.res_id), a.store_fname
              FROM ir_attachment a
         LEFT JOIN archive_version v ON a.res_model = 'archive.version' AND v.id = a.res_id
             WHERE a.store_fname IS NOT NULL
               AND (v.document_id IN %(ids)s OR (a.res_model = 'archive.document' AND a.res_id IN %(ids)s))
            """, ids=tuple(self.ids) or (0,)))
        files = {document: set() for document in self}
        for document_id, name in self.env.cr.fetchall():
            files[self.browse(document_id)].add(name)
        return files

    def _destroy(self, batch):
        """Erase content and leave the stub, with the day in its remarks (R31, R36)."""
        today = self._archive_day()
        documents = self.sudo()  # sudo: the batch was approved and counted, its executor need not read the content
        documents.version_ids.filtered(lambda version: not version.erased)._erase()
        gate.opened(self.env["ir.attachment"].sudo().search([
            ("res_model", "=", "archive.document"), ("res_id", "in", self.ids),
            "|", ("res_field", "=", False), ("res_field", "!=", False)])).unlink()
        for document in documents:
            remark = self.env._("Destroyed on %(day)s, register %(register)s", day=today, register=batch.name)
            document._move(
                "destroyed", kind="document_destroyed", destroyed_on=today, destruction_batch_id=batch.id,
                remarks="; ".join(filter(None, [document.remarks, remark])))
        documents._destroyed()

    def _retain(self, batch, until):
        """Keep expired papers that are still useful, with the day of the partial destruction (R32)."""
        today = self._archive_day()
        for document in self.sudo():  # sudo: as in _destroy
            remark = self.env._("Retained on %(day)s, register %(register)s", day=today, register=batch.name)
            document._set_gated(
                kind="document_retained", retained_on=today, retained_until=until,
                remarks="; ".join(filter(None, [document.remarks, remark])))
