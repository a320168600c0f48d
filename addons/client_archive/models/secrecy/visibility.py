from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools import gate, secrecy
from .guarded_title import TELLING


class ArchiveDocument(models.Model):
    """In which compartment a paper is, and what outsiders see of it: its line, a line without title, or nothing.

    Stricter at once; wider by approval, by the end of the term, or by the security officer with a reason.
    """

    _inherit = "archive.document"

    compartment_id = fields.Many2one(
        "archive.compartment", index="btree_not_null", ondelete="restrict", check_company=True, copy=False,
        domain="[('company_id', '=', company_id)]",
        help="Its content opens only to those whose clearance covers the compartment, whatever the level.")
    is_visible = fields.Boolean(
        string="Seen", compute="_compute_is_visible", search="_search_is_visible", compute_sudo=True,
        help="Whether the current user may know of the paper.")

    # Few papers are not seen by all: what depends on them must not read the others.
    _guarded_idx = models.Index("(visibility, dossier_id) WHERE visibility <> 'catalogue'")

    # ------------------------------------------------------------------
    # Who sees it
    # ------------------------------------------------------------------
    def _covered(self):
        """Those of the papers that the valid clearances of the current user cover: level and compartment."""
        if not self:
            return self
        coverage = self.env["archive.clearance"]._coverage(self.env.user)
        return self.filtered(lambda paper: coverage.covers(
            paper.company_id.id, paper.secrecy_level, paper.compartment_id.id))

    @api.depends("visibility", "secrecy_level", "compartment_id")
    @api.depends_context("uid")
    def _compute_is_visible(self):
        hidden = self.filtered(lambda paper: paper.visibility == secrecy.EXISTENCE)
        hidden -= hidden._covered()
        for document in self:
            document.is_visible = document not in hidden

    @api.model
    def _search_is_visible(self, operator, value):
        if operator != "in":
            return NotImplemented
        visible = Domain("visibility", "in", [secrecy.CATALOGUE, secrecy.TITLE]) | self.env[
            "archive.clearance"]._covered_domain(self.env.user)
        return Domain.OR(visible if wanted else ~visible for wanted in value)

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("visibility", "secrecy_level", "compartment_id")
    def _check_guarded(self):
        for document in self:
            if document.visibility != secrecy.CATALOGUE and document.secrecy_level == secrecy.NONE \
                    and not document.compartment_id:
                raise ValidationError(self.env._(
                    "A paper that is not classified and in no compartment has nothing to hide: choose its level or "
                    "its compartment first."))

    # ------------------------------------------------------------------
    # Coming in
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        prepared = [self._prepare_guarded(vals) for vals in vals_list]
        documents = super().create([vals for vals, _telling in prepared])
        for document, (_vals, telling) in zip(documents, prepared, strict=True):
            if telling:
                document._keep_title(telling)
        if not self.env.su:
            documents._check_still_seen()
        return documents

    @api.model
    def _prepare_guarded(self, vals):
        """``vals`` of a new paper with what dossier and main paper ask for, and its true line if that is secret."""
        context = self.env.context
        # sudo: what the dossier asks for does not depend on who files
        dossier = self.env["archive.dossier"].sudo().browse(
            vals.get("dossier_id") or context.get("default_dossier_id") or [])
        main = self.sudo().browse(vals.get("main_id") or [])
        asked = vals.get("visibility") or context.get("default_visibility")
        vals = {
            **{name: value for name, value in vals.items() if name not in self._true_fields()},
            **{name: vals[f"true_{name}"] for name in TELLING if vals.get(f"true_{name}")},
            "visibility": secrecy.stricter(asked, dossier.paper_visibility, main.visibility),
            "compartment_id": vals.get("compartment_id") or context.get("default_compartment_id")
            or (main.compartment_id or dossier.compartment_id).id}
        if vals["visibility"] == secrecy.CATALOGUE:
            return vals, None
        return self._split_title(vals, dossier.company_id or self.env.company)

    def _floor_of_compartment(self):
        """What the dossier and the main paper ask of this paper beyond what it has."""
        # sudo: as in _prepare_guarded
        above = self.sudo().dossier_id, self.sudo().main_id
        visibility = secrecy.stricter(self.visibility, above[0].paper_visibility, above[1].visibility)
        compartment = self.sudo().compartment_id or above[1].compartment_id or above[0].compartment_id
        vals = {} if visibility == self.visibility else {"visibility": visibility}
        if compartment != self.sudo().compartment_id and compartment.company_id == self.sudo().company_id:
            vals["compartment_id"] = compartment.id
        return vals

    # ------------------------------------------------------------------
    # Stricter at once
    # ------------------------------------------------------------------
    @api.model
    def _catalogue_fields(self):
        return super()._catalogue_fields() | {"compartment_id"}

    def write(self, vals):
        if gate.is_open(self.env) or not vals.keys() & {"visibility", "compartment_id"}:
            return super().write(vals)
        self._check_not_wider(vals)
        vals = dict(vals)
        if secrecy.is_wider(secrecy.CATALOGUE, vals.get("visibility")):
            telling = {name: vals.pop(name) for name in TELLING if name in vals}
            self._cover(telling)
        result = super().write(vals)
        # What hangs on a paper is not seen without it (R13).
        self.sudo().annex_ids.filtered(lambda annex: annex.state != "destroyed")._classify()
        if not self.env.su:
            self._check_still_seen()
        return result

    def _check_not_wider(self, vals):
        """Refuse what would show a paper to more people, whoever asks.

        :raises UserError: with the way to go
        """
        for document in self:
            if "visibility" in vals and secrecy.is_wider(vals["visibility"], document.visibility):
                raise UserError(self.env._(
                    "“%s”: others see more of it by approval only. Ask for its declassification.",
                    document.display_name))
            old = document.sudo().compartment_id  # sudo: leaving it is checked, whoever may read it
            new = old.browse(vals.get("compartment_id", old.id) or [])
            if old and new != old and not new._is_narrower(old):
                raise UserError(self.env._(
                    "“%s” leaves its compartment for a wider one by approval only. Ask for its declassification, or "
                    "have the security officer do it.", document.display_name))

    def _check_still_seen(self):
        """Whoever hides a paper must be among those who see it: nobody loses one out of sight."""
        lost = self.sudo().filtered(lambda document: not document.is_visible)
        if lost:
            raise UserError(self.env._(
                "You are not cleared for this paper and would not see it again yourself: have somebody hide it who "
                "is."))

    def action_reclassify(self):
        """Open the security officer's dialog."""
        action = self.env["ir.actions.actions"]._for_xml_id("client_archive.archive_reclassify_action")
        return {**action, "context": {"default_document_ids": self.ids}}

    # ------------------------------------------------------------------
    # Wider: only approved requests, the end of the term and the security officer's dialog call it
    # ------------------------------------------------------------------
    def _reclassify(self, vals, kind, note=None):
        """Set level, term, ``visibility`` and ``compartment_id`` behind the gate, journaled as ``kind``."""
        if "compartment_id" in vals and not vals["compartment_id"] and vals.get("secrecy_level") == secrecy.NONE:
            vals["visibility"] = secrecy.CATALOGUE
        shown = vals.get("visibility")
        if secrecy.is_wider(secrecy.CATALOGUE, shown):
            self._cover()
        self._set_gated(kind=kind, note=note, **vals)
        if shown == secrecy.CATALOGUE:
            self._uncover()
