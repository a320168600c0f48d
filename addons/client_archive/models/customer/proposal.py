from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...tools import gate
from . import key_data


class ArchiveCustomerProposal(models.Model):
    """A change of a customer's key data that waits for its second pair of eyes (R84, R96).

    Users read proposals. :meth:`_propose` makes them, a route decides on them, and only then the data changes.
    """

    _name = "archive.customer.proposal"
    _inherit = [
        "mail.thread", "mail.activity.mixin", "archive.approval.mixin", "archive.state.mixin", "archive.paper.mixin"]
    _description = "Change of Key Data"
    _order = "id desc"
    _mail_post_access = "read"

    _state_transitions = {
        "pending": {"confirmed", "refused", "withdrawn"},
        "confirmed": set(),
        "refused": set(),
        "withdrawn": set(),
    }
    _gated_fields = frozenset({"decided_by_id", "decided_on"})

    name = fields.Char(string="Proposal", required=True, readonly=True)
    dossier_id = fields.Many2one("archive.dossier", required=True, readonly=True, ondelete="restrict", index=True)
    partner_id = fields.Many2one(related="dossier_id.partner_id", string="Customer", store=True, index=True)
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    applicant_id = fields.Many2one(
        "res.users", string="Collector", required=True, readonly=True, ondelete="restrict", index=True)
    is_by_archive = fields.Boolean(
        string="Proposed by the Archive", readonly=True, help="Then a department head is the second person.")
    known_on = fields.Date(string="Learned on", required=True, readonly=True)
    source = fields.Char(required=True, readonly=True)
    proof = fields.Selection(key_data.PROOFS, string="Proved by", required=True, readonly=True)
    document_id = fields.Many2one("archive.document", string="Proving Paper", readonly=True, ondelete="restrict")
    note = fields.Text(string="Remarks", readonly=True)
    line_ids = fields.One2many("archive.customer.proposal.line", "proposal_id", string="Changes", readonly=True)
    state = fields.Selection(
        [
            ("pending", "To Confirm"),
            ("confirmed", "Confirmed"),
            ("refused", "Refused"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True, default="pending", readonly=True, copy=False, index=True, tracking=True,
        group_expand="_group_expand_states")
    decided_by_id = fields.Many2one(
        "res.users", string="Second Person", readonly=True, copy=False, ondelete="restrict")
    decided_on = fields.Date(readonly=True, copy=False)

    # ------------------------------------------------------------------
    # Proposing
    # ------------------------------------------------------------------
    @api.model
    def _propose(self, dossier, values, source, proof, document=None, known_on=None, note=None):
        """Propose ``values`` as the key data of the customer of ``dossier``; return the proposal.

        :param dict values: see ``archive.dossier._key_differences``
        :raises AccessError: for those who may not change the dossier
        :raises UserError: when nothing is different, the source is missing, or the same data waits already
        """
        dossier.ensure_one()
        self._check_may_propose(dossier)
        dossier._lock()
        lines = dossier._key_differences(values)
        self._check_proposal(dossier, lines, source, proof, document)
        labels = dossier._key_labels()
        # sudo: checked above; nobody has the right to enter proposals
        proposal = gate.opened(self.sudo()).create({
            "name": ", ".join(dict.fromkeys(labels[line["key"]] for line in lines)),
            "dossier_id": dossier.id, "applicant_id": self.env.uid, "source": source.strip(), "proof": proof,
            "document_id": document and document.id, "note": note,
            "is_by_archive": self.env.user.has_group("client_archive.group_archivist"),
            "known_on": known_on or self._archive_day(),
            "line_ids": [fields.Command.create(line) for line in lines],
        })
        proposal._journal(
            "key_data_proposed", note=source, before={line["key"]: line["old_value"] for line in lines},
            after={line["key"]: line["new_value"] for line in lines})
        proposal = gate.closed(proposal).with_env(self.env)
        proposal._approval_start()
        return proposal

    @api.model
    def _check_may_propose(self, dossier):
        if self.env.su or dossier.has_access("write"):
            return
        if not self.env.user.has_group("client_archive.group_department_head") or not dossier.has_access("read"):
            raise AccessError(self.env._(
                "The account manager, a department head or an archivist proposes changes of %s.",
                dossier.display_name))

    @api.model
    def _check_proposal(self, dossier, lines, source, proof, document):
        if not lines:
            raise UserError(self.env._("Nothing is different: enter what is new."))
        if not (source or "").strip():
            raise UserError(self.env._("Say from whom, or where, it is known."))
        if proof == "stamped_copy" and not document:
            raise UserError(self.env._("Name the paper of the dossier that is the stamped copy."))
        if document and document.sudo().dossier_id != dossier:  # sudo: whose paper it is, is no secret
            raise ValidationError(self.env._(
                "%(paper)s is not a paper of %(dossier)s.", paper=document.sudo().display_name,
                dossier=dossier.display_name))
        # sudo: it waits, whoever may see it
        waiting = self.sudo().search([("dossier_id", "=", dossier.id), ("state", "=", "pending")]).line_ids
        asked = {(line["key"], line.get("bank_account_id") or False) for line in lines}
        for line in waiting:
            if (line.key, line.bank_account_id.id) in asked:
                raise UserError(self.env._(
                    "%(what)s waits already: %(who)s proposed “%(value)s”.", what=line.label,
                    who=line.proposal_id.applicant_id.name, value=line.new_value or ""))

    # ------------------------------------------------------------------
    # Deciding
    # ------------------------------------------------------------------
    def _approval_applicant(self):
        return self.applicant_id

    def _approval_owner_department(self):
        return self.dossier_id.department_id

    def _approval_granted(self):
        for proposal in self:
            # sudo: whoever confirms decides on the change, not on the partner
            proposal.sudo()._apply()

    def _approval_refused(self, step):
        # sudo: as in _approval_granted
        self.sudo()._move(
            "refused", kind="key_data_refused", note=step.opinion, decided_by_id=self.env.uid,
            decided_on=self._archive_day())

    def _apply(self):
        """Write what was proposed.

        :raises UserError: when the data changed in the meantime
        """
        self.ensure_one()
        self._lock()
        dossier = self.dossier_id
        dossier._lock()
        for line in self.line_ids:
            if dossier._key_value(line.key, line.bank_account_id) != line.old_data:
                raise UserError(self.env._(
                    "%(what)s of %(customer)s changed since this was proposed: refuse it, and have it proposed anew.",
                    what=line.label, customer=self.partner_id.display_name))
        dossier._write_key_data(self.line_ids)
        before = {line.key: line.old_value for line in self.line_ids}
        after = {line.key: line.new_value for line in self.line_ids}
        self._move("confirmed", kind="key_data_changed", decided_by_id=self.env.uid,
                   decided_on=self._archive_day())
        dossier._journal("key_data_changed", before=before, after=after, note=self.source)
        self._report_representative()

    def _report_representative(self):
        """A new legal representative is a major change (R89): reported to the head and to who listens, and entered."""
        line = self.line_ids.filtered(lambda line: line.key == "legal_representative" and line.old_value)
        if not line or not line.new_value:
            return
        change = self.env["archive.change"].create({
            "name": self.env._("New legal representative: %s", line.new_value), "kind": "legal_representative",
            "dossier_id": self.dossier_id.id, "known_on": self.known_on, "source": self.source,
            "description": self.env._("%(old)s → %(new)s", old=line.old_value, new=line.new_value),
            "updated": self.env._("Key data, by the confirmed proposal “%s”.", self.display_name)})
        change._entered()

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_withdraw(self):
        """Take the proposal back; only whoever made it may."""
        self.check_access("read")
        self._approval_withdraw()
        self.sudo()._move("withdrawn")  # sudo: checked above, users have no right to write
