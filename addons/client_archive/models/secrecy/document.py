from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools import deadline, gate, secrecy

_CHUNK = 500


class ArchiveDocument(models.Model):
    """Level and term of secrecy (R47–R50): raised at once, lowered by approval or by the end of the term."""

    _inherit = "archive.document"

    _gated_fields = frozenset({"declassified_on"})

    declassify_on = fields.Date(
        string="Declassifies on", copy=False, tracking=True,
        help="From this day on the paper is not secret any more. Empty: until it is declassified by approval.")
    declassified_on = fields.Date(readonly=True, copy=False)
    declassification_ids = fields.One2many(
        "archive.declassification", "document_id", string="Declassification Requests")
    clearance_note = fields.Char(
        string="Clearance", compute="_compute_clearance_note",
        help="Why the content does not open for the current user, where it is secrecy that stops them.")

    _declassify_idx = models.Index("(declassify_on) WHERE secrecy_level > '0'")

    # ------------------------------------------------------------------
    # Computes and constraints
    # ------------------------------------------------------------------
    @api.depends("secrecy_level", "company_id", "compartment_id")
    @api.depends_context("uid", "lang")
    def _compute_clearance_note(self):
        labels = dict(self._fields["secrecy_level"]._description_selection(self.env))
        closed = self.filtered(lambda paper: paper.secrecy_level != secrecy.NONE or paper.compartment_id)
        closed -= closed._covered()
        for document in self:
            document.clearance_note = document in closed and (self.env._(
                "%(level)s, in the compartment %(code)s: the content opens only to those in it, with a clearance up to "
                "this level, a valid confidentiality agreement and training. The security officer "
                "clears them.", level=labels[document.secrecy_level], code=document.sudo().compartment_id.code,
            ) if document.compartment_id else self.env._(
                "%s: the content opens only to those with a clearance up to this level, a valid confidentiality "
                "agreement and training. The security officer clears them.",
                labels[document.secrecy_level]))

    @api.constrains("declassify_on")
    def _check_declassify_on(self):
        for document in self.filtered("declassify_on"):
            # Waiting on a paper, it would cut short the secrecy that somebody sets later.
            if document.secrecy_level == secrecy.NONE:
                raise ValidationError(self.env._("“%s” is not classified and has no term of secrecy.", document.name))
            if document.declassify_on <= fields.Date.today():
                raise ValidationError(self.env._(
                    "“%s”: the term of secrecy ends in the future, or it has none.", document.name))

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        documents = super().create(vals_list)
        documents._classify()
        return documents

    def _classify(self):
        """New papers get at least what their type and dossier ask for (R49), and their type's term (R50)."""
        today = fields.Date.today()
        changes = {}
        for document in self:
            floor = max(document.type_id.secrecy_level, document.dossier_id.secrecy_level)
            vals = {"secrecy_level": floor} if document.secrecy_level < floor else {}
            months = document.type_id.secrecy_months
            if months and not document.declassify_on and max(document.secrecy_level, floor) > secrecy.NONE:
                vals["declassify_on"] = deadline.add_months(today, months)
            vals |= document._floor_of_compartment()
            if vals:
                changes.setdefault(tuple(vals.items()), []).append(document.id)
        for vals, ids in changes.items():
            documents, vals = self.browse(ids), dict(vals)
            if "visibility" in vals:
                documents._cover()
            documents._set_gated(**vals)

    def write(self, vals):
        if vals.keys() & {"secrecy_level", "declassify_on"} and not gate.is_open(self.env):
            covered = self._covered() if "declassify_on" in vals else self.browse()
            for document in self:
                document._check_classification(vals, document in covered)
        if "dossier_id" in vals:
            self._check_company_stays(self.env["archive.dossier"].browse(vals["dossier_id"]))
        result = super().write(vals)
        if vals.keys() & {"type_id", "dossier_id"} and not gate.is_open(self.env):
            self._classify()
        return result

    def _check_company_stays(self, dossier):
        # Clearance is the company's: elsewhere, others would open the paper.
        for document in self:
            closed = document.secrecy_level > secrecy.NONE or document.compartment_id
            if closed and document.company_id != dossier.sudo().company_id:
                raise UserError(self.env._("“%s” is classified and stays in its company.", document.name))

    def _check_classification(self, vals, cleared):
        """Refuse what would lower the level of a paper or bring its end nearer, whoever asks.

        The term of a paper not yet filed is for those to set who may open it anyway.

        :param bool cleared: whether the current user is cleared for the paper
        :raises UserError: with the way to go
        """
        old = self.secrecy_level or secrecy.NONE
        if "secrecy_level" in vals and (vals["secrecy_level"] or secrecy.NONE) < old:
            raise UserError(self.env._(
                "“%s”: a level of secrecy is lowered by approval only. Ask for its declassification.", self.name))
        if "declassify_on" not in vals or old == secrecy.NONE:
            return
        before, after = self.declassify_on, fields.Date.to_date(vals["declassify_on"])
        shorter = after and (not before or after < before)
        if shorter and (self.state not in ("draft", "submitted") or not cleared):
            raise UserError(self.env._(
                "“%s”: a term of secrecy is shortened by approval only. Ask for its declassification.", self.name))

    # ------------------------------------------------------------------
    # Declassification
    # ------------------------------------------------------------------
    @api.model
    def _cron_declassify(self):
        """Papers whose term is over declassify by themselves (R50)."""
        domain = [
            ("secrecy_level", "!=", secrecy.NONE), ("declassify_on", "<=", fields.Date.today()),
            ("state", "!=", "destroyed")]
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=self.search_count(domain))
        while documents := self.search(domain, order="declassify_on, id", limit=_CHUNK):
            documents._lock()
            documents._declassify(secrecy.NONE, note=self.env._("The term of secrecy is over."))
            if not Cron._commit_progress(len(documents)):
                return

    def _declassify(self, level, declassify_on=False, note=None, **changes):
        """Set a lower ``level`` or another term; called by the end of the term and by approved requests only.

        A paper that is not secret any more has its title back.

        :param changes: another ``visibility``, another ``compartment_id``
        """
        vals = {"secrecy_level": level, "declassify_on": declassify_on, **changes}
        if level == secrecy.NONE:
            vals["declassify_on"] = False
            if any(document.secrecy_level != secrecy.NONE for document in self):
                vals |= {"declassified_on": fields.Date.today(), "visibility": secrecy.CATALOGUE}
        self._reclassify(vals, kind="document_declassified", note=note)

    def action_ask_declassification(self):
        """Open a new request to lower the level of this paper."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Ask for Declassification"),
            "res_model": "archive.declassification", "view_mode": "form",
            "context": {"default_document_id": self.id},
        }
