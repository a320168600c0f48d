from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

_CHUNK = 500


class ArchiveDestructionBatch(models.Model):
    """Register of papers put forward for destruction, from the proposal to the last signature (R30–R37).

    The path: a proposal is appraised line by line, submitted, approved by the general manager, counted and
    signed by two supervisors, executed (see ``destruction_execution``), and signed by them again. What may not
    be destroyed is looked for again at each of these steps.
    """

    _name = "archive.destruction.batch"
    _inherit = ["mail.thread", "mail.activity.mixin", "archive.approval.mixin", "archive.state.mixin"]
    _description = "Destruction Batch"
    _order = "id desc"

    _state_transitions = {
        "draft": {"submitted", "cancelled"},
        "submitted": {"approved", "draft"},
        "approved": {"counted", "cancelled"},
        "counted": {"executed", "approved", "cancelled"},
        "executed": {"done"},
        "done": set(),
        "cancelled": set(),
    }
    _gated_fields = frozenset({
        "name", "applicant_id", "submitted_on", "approved_by_id", "approved_on", "executed_by_id", "executed_on",
        "completed_on"})

    name = fields.Char(string="Register", readonly=True, copy=False, index=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True)
    state = fields.Selection(
        [
            ("draft", "Appraisal"),
            ("submitted", "To Approve"),
            ("approved", "Approved"),
            ("counted", "Counted"),
            ("executed", "Destroyed"),
            ("done", "Completed"),
            ("cancelled", "Cancelled"),
        ],
        required=True, default="draft", readonly=True, copy=False, index=True, tracking=True,
        group_expand="_group_expand_states")
    opinion = fields.Text(string="Appraisal Report", help="What the appraisal found, and why these papers can go.")
    method = fields.Selection(
        [
            ("shredder", "Shredder"),
            ("pulping", "Pulping under Supervision"),
            ("burning", "Burning"),
            ("electronic", "Electronic only: there is no paper"),
        ],
        string="Method of Destruction", required=True, default="shredder", tracking=True)
    appraiser_id = fields.Many2one(
        "res.users", string="In Charge of the Appraisal", required=True, default=lambda self: self.env.user,
        ondelete="restrict")
    supervisor_1_id = fields.Many2one(
        "res.users", string="First Supervisor", ondelete="restrict", tracking=True, domain="[('share', '=', False)]")
    supervisor_2_id = fields.Many2one(
        "res.users", string="Second Supervisor", ondelete="restrict", tracking=True, domain="[('share', '=', False)]")
    applicant_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    submitted_on = fields.Datetime(readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    approved_on = fields.Datetime(readonly=True, copy=False)
    executed_by_id = fields.Many2one("res.users", string="Destroyed by", readonly=True, copy=False, ondelete="restrict")
    executed_on = fields.Datetime(string="Destroyed on", readonly=True, copy=False)
    completed_on = fields.Datetime(readonly=True, copy=False)
    line_ids = fields.One2many("archive.destruction.line", "batch_id", string="Register of Papers")
    signature_ids = fields.One2many("archive.destruction.signature", "batch_id", string="Supervision", readonly=True)
    record_ids = fields.One2many("archive.destruction.record", "batch_id", string="Records Kept", readonly=True)
    line_count = fields.Integer(string="Papers", compute="_compute_totals")
    destroy_count = fields.Integer(string="Papers to Destroy", compute="_compute_totals")
    destroy_pages = fields.Integer(string="Pages to Destroy", compute="_compute_totals")
    to_appraise_count = fields.Integer(string="To Appraise", compute="_compute_totals")
    unproven_count = fields.Integer(
        string="Erasure Not Proven", compute="_compute_totals", help="Papers whose bytes are still on disk.")
    must_sign = fields.Boolean(compute="_compute_must_sign", help="Whether the current user has to sign now.")

    _name_uniq = models.UniqueIndex("(name, company_id)", "This register number is already taken.")

    # ------------------------------------------------------------------
    # Computes and constraints
    # ------------------------------------------------------------------
    @api.depends("line_ids.decision", "line_ids.page_count", "line_ids.bytes_state")
    def _compute_totals(self):
        rows = {}
        for batch, decision, bytes_state, count, pages in self.env["archive.destruction.line"]._read_group(
                [("batch_id", "in", self.ids)], ["batch_id", "decision", "bytes_state"],
                ["__count", "page_count:sum"]):
            rows.setdefault(batch.id, []).append((decision, bytes_state, count, pages))
        for batch in self:
            mine = rows.get(batch._origin.id, [])
            batch.line_count = sum(row[2] for row in mine)
            batch.destroy_count = sum(row[2] for row in mine if row[0] == "destroy")
            batch.destroy_pages = sum(row[3] for row in mine if row[0] == "destroy")
            batch.to_appraise_count = sum(row[2] for row in mine if not row[0])
            batch.unproven_count = sum(row[2] for row in mine if row[1] in ("pending", "shared"))

    @api.depends("state", "supervisor_1_id", "supervisor_2_id", "signature_ids")
    @api.depends_context("uid")
    def _compute_must_sign(self):
        phases = {"approved": "before", "executed": "after"}
        for batch in self:
            phase = phases.get(batch.state)
            batch.must_sign = bool(phase) and self.env.user in batch._supervisors() - batch._signers(phase)

    @api.constrains("supervisor_1_id", "supervisor_2_id")
    def _check_supervisors_differ(self):
        for batch in self:
            if batch.supervisor_1_id and batch.supervisor_1_id == batch.supervisor_2_id:
                raise ValidationError(self.env._("Two supervisors are two people."))

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        batches = super().create(vals_list)
        for batch in batches:
            batch._set_gated(
                kind="destruction_proposed",
                # sudo: numbers are drawn for users who do not read the sequence
                name=self.env["ir.sequence"].sudo().with_company(batch.company_id).next_by_code(
                    "archive.destruction.batch"))
        return batches

    def write(self, vals):
        frozen = vals.keys() & {
            "company_id", "opinion", "method", "appraiser_id", "supervisor_1_id", "supervisor_2_id", "line_ids"}
        if frozen and any(batch.state != "draft" for batch in self):
            raise UserError(self.env._("A register that was submitted is not changed any more: take it back first."))
        return super().write(vals)

    # ------------------------------------------------------------------
    # Proposal (R30)
    # ------------------------------------------------------------------
    @api.model
    def _cron_propose(self):
        """Put forward, once a year, what has expired in each company."""
        due = self.env["archive.document"]._read_group(self.env["archive.document"]._due_domain(), ["company_id"])
        for (company,) in due:
            batch = self.browse()
            while documents := self._expired(company)[:_CHUNK]:
                batch = batch or self.create({"company_id": company.id, "appraiser_id": self._archive_head(company).id})
                batch._add(documents)
                # what else there is to do shows in the next page only
                if not self.env["ir.cron"]._commit_progress(len(documents), remaining=1):
                    return
            batch._call_archive_head()
        self.env["ir.cron"]._commit_progress(remaining=0)

    @api.model
    def _archive_head(self, company):
        return self.env["archive.officer"]._holders("archive_head", company)[:1] or self.env.user

    def _call_archive_head(self):
        for batch in self:
            batch.activity_schedule(
                "mail.mail_activity_data_todo", user_id=self._archive_head(batch.company_id).id,
                summary=self.env._("Appraise what has expired"))

    @api.model
    def _expired(self, company, limit=2 * _CHUNK):
        """Papers of ``company`` that can be put forward now: expired, in no open batch, nothing in their way."""
        Document = self.env["archive.document"]
        domain = Document._due_domain() + [
            ("company_id", "=", company.id), ("on_hold", "=", False),
            ("destruction_line_ids", "not any", [("is_open", "=", True)])]
        found = Document.browse()
        offset = 0
        while len(found) < _CHUNK and (page := Document.search(
                domain, order="retention_until, id", limit=limit, offset=offset)):
            found |= page.filtered(lambda document: not document._destruction_obstacles())
            offset += limit
        return found

    def action_fill(self):
        """Put everything that has expired on this register (R30).

        :raises UserError: when nothing has
        """
        self.ensure_one()
        self._check_archivist()
        if self.state != "draft":
            raise UserError(self.env._("Papers are put forward during the appraisal only."))
        documents = self._expired(self.company_id)
        if not documents:
            raise UserError(self.env._("Nothing has expired that is not on a register already, on hold or held back."))
        self._add(documents)

    def _add(self, documents):
        self.env["archive.destruction.line"].create([
            {"batch_id": self.id, "document_id": document.id} for document in documents])

    # ------------------------------------------------------------------
    # Appraisal and approval (R31, R32)
    # ------------------------------------------------------------------
    def action_destroy_rest(self):
        """Appraise all lines without a decision as to be destroyed."""
        self.ensure_one()
        self._check_archivist()
        self.line_ids.filtered(lambda line: not line.decision).write({"decision": "destroy"})

    def action_submit(self):
        """Ask the general manager to approve the register (R31).

        :raises UserError: for a register that is not complete, or that holds what may not be destroyed
        """
        for batch in self:
            batch._check_archivist()
            batch._check_complete()
            batch._refuse_obstacles()
            batch._move("submitted", kind="destruction_submitted", applicant_id=self.env.uid,
                        submitted_on=fields.Datetime.now())
            batch._keep_register("application")
            batch._approval_start()

    def _check_complete(self):
        if not self.line_ids.filtered(lambda line: line.decision == "destroy"):
            raise UserError(self.env._("No paper on this register is to be destroyed."))
        if self.to_appraise_count:
            raise UserError(self.env._(
                "%s papers are not appraised yet: decide for each whether it is destroyed or retained.",
                self.to_appraise_count))
        if not (self.opinion or "").strip():
            raise UserError(self.env._("Write the appraisal report first: it is kept with the register."))
        supervisors = self._supervisors()
        if len(supervisors) < 2 or supervisors.filtered(lambda user: user.share or not user.active):
            raise UserError(self.env._("Name two supervisors from the staff."))
        if self.env.user in supervisors or self.create_uid in supervisors:
            raise UserError(self.env._("Whoever puts papers forward does not supervise their destruction."))

    def _supervisors(self):
        return self.supervisor_1_id | self.supervisor_2_id

    def _refuse_obstacles(self):
        """Look again for anything that must not be destroyed.

        :raises UserError: naming the papers and why
        """
        self.env["archive.document"].invalidate_model(["hold_ids", "on_hold"])
        self.env["archive.dossier"].invalidate_model(["open_receivable_count"])
        found = []
        for line in self.sudo().line_ids.filtered(lambda row: row.decision == "destroy"):
            found += [(line.document_id.display_name, reason) for reason in line.document_id._destruction_obstacles()]
        if found:
            raise UserError(self.env._(
                "These papers may not be destroyed. Withhold them from the register, or remove what stands in the "
                "way:\n%s", "\n".join(f"- {name}: {reason}" for name, reason in found[:20])))

    def _approval_applicant(self):
        return self.applicant_id or self.create_uid

    def _approval_granted(self):
        for batch in self:
            if self.env.user in batch._supervisors():
                raise UserError(self.env._(
                    "You are named as a supervisor of %s: whoever approves a destruction does not supervise it.",
                    batch.name))
            batch._refuse_obstacles()
            # sudo: the general manager approves the register and changes nothing else in it
            batch.sudo()._move("approved", kind="destruction_granted", approved_by_id=self.env.uid,
                               approved_on=fields.Datetime.now())
            batch.sudo()._keep_register("report")

    def _approval_refused(self, step):
        self.sudo()._move("draft", note=step.opinion)  # sudo: as in _approval_granted

    def action_take_back(self):
        """Take the application back to change the register; only the applicant may."""
        self._approval_withdraw()
        self._move("draft")

    def action_cancel(self):
        """Give the whole register up; nothing on it is destroyed."""
        self._check_archivist()
        self._move("cancelled")

    def _check_archivist(self):
        if not self.env.su and not self.env.user.has_group("client_archive.group_archivist"):
            raise AccessError(self.env._("Only archivists do this. Ask the archive."))
        self.check_access("write")
