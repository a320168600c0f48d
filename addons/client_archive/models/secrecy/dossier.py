from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import gate, secrecy

_CHUNK = 500
_ASKED_OF_PAPERS = {"secrecy_level", "compartment_id", "paper_visibility"}


class ArchiveDossier(models.Model):
    """What a customer asks of the secrecy of its papers (R49): raised, it raises them at once."""

    _inherit = "archive.dossier"

    compartment_id = fields.Many2one(
        "archive.compartment", index="btree_not_null", ondelete="restrict", check_company=True, copy=False,
        domain="[('company_id', '=', company_id)]", help="Compartment of the papers that name no other one.")
    paper_visibility = fields.Selection(
        secrecy.VISIBILITIES, string="Others See of Papers", required=True, default=secrecy.CATALOGUE, copy=False,
        help="What of the papers in this dossier those see at most who are not cleared for them.")

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        dossiers = super().create(vals_list)
        dossiers._raise_to_category()
        return dossiers

    def write(self, vals):
        names = vals.keys() & (_ASKED_OF_PAPERS | {"category_id"})
        if not names or gate.is_open(self.env):
            return super().write(vals)
        self._check_not_lowered(vals)
        before = {dossier.id: {name: self._plain(dossier[name]) for name in names} for dossier in self}
        result = super().write(vals)
        if names - {"category_id", "secrecy_level"}:
            self._journal("changed", before=lambda dossier: before[dossier.id], after={
                name: vals[name] for name in names})
        self._raise_to_category()
        self._raise_papers()
        return result

    def _check_not_lowered(self, vals):
        """Refuse less secrecy for a dossier that holds papers, and any change of it by others than the archive.

        :raises UserError: with the way to go
        """
        changed = {name for name in vals.keys() & _ASKED_OF_PAPERS if self._changes(name, vals[name])}
        if changed & {"compartment_id", "paper_visibility"} and not self.env.su and not self.env.user.has_group(
                "client_archive.group_archivist") and any(dossier.state != "preliminary" for dossier in self):
            raise UserError(self.env._("Compartment and visibility of a dossier are changed by the archive only."))
        # sudo: papers count, whoever may see them
        for dossier in self.sudo().filtered(lambda dossier: changed and dossier.document_ids):
            old = dossier.compartment_id
            new = old.browse(vals.get("compartment_id", old.id) or [])
            if (vals.get("secrecy_level", dossier.secrecy_level) or secrecy.NONE) < dossier.secrecy_level \
                    or secrecy.is_wider(vals.get("paper_visibility", dossier.paper_visibility),
                                        dossier.paper_visibility) \
                    or (old and new != old and not new._is_narrower(old)):
                raise UserError(self.env._(
                    "%s holds papers: what it asks of their secrecy is lowered by the security officer only, with a "
                    "reason.", dossier.display_name))

    # ------------------------------------------------------------------
    # Raising
    # ------------------------------------------------------------------
    def _raise_to_category(self):
        """At least the level of the category (R49)."""
        for dossier in self:
            level = dossier.category_id.secrecy_level or secrecy.NONE
            if dossier.secrecy_level < level:
                dossier._raise_level(level)

    def _raise_level(self, level):
        # sudo: it follows from what the customer is, not from who noticed
        self.sudo()._set_gated(secrecy_level=level)
        self._raise_papers()

    def _became_core(self):
        """Core customers get the level that the company asks of them (R46, R49)."""
        super()._became_core()
        for dossier in self:
            level = dossier.company_id.sudo().archive_core_secrecy_level or secrecy.NONE  # sudo: of the company
            if dossier.secrecy_level < level:
                dossier._raise_level(level)

    def _raise_papers(self):
        """Papers follow at once, in portions: what is secret now must not stay open until a job comes."""
        # sudo: papers that the user does not see follow, too
        papers = self.env["archive.document"].sudo().search(
            [("dossier_id", "in", self.ids), ("state", "!=", "destroyed")], order="id")
        for start in range(0, len(papers), _CHUNK):
            chunk = papers[start:start + _CHUNK]
            chunk._classify()
            chunk.flush_recordset()
            chunk.invalidate_recordset()

    def action_reclassify(self):
        """Open the security officer's dialog."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("client_archive.archive_reclassify_action")
        return {**action, "context": {"default_dossier_id": self.id}}
