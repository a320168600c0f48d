from odoo import api, fields, models
from odoo.exceptions import UserError


class ArchiveDocument(models.Model):
    """Late and missed papers: the customer's department collates them first, the archive codes them after (R10)."""

    _inherit = "archive.document"

    _gated_fields = frozenset({"is_late", "collated_by_id", "collated_on"})

    is_late = fields.Boolean(
        string="Late", readonly=True, copy=False, index="btree_not_null",
        help="It was handed over when the volume held later papers already.")
    collated_by_id = fields.Many2one(
        "res.users", string="Collated by", readonly=True, copy=False, ondelete="restrict",
        help="Who of the owning department collated this late paper, before the archive codes it.")
    collated_on = fields.Date(string="Collated on", readonly=True, copy=False)
    can_collate = fields.Boolean(compute="_compute_can_collate")

    @api.depends("is_late", "collated_by_id", "state", "department_id", "user_id")
    @api.depends_context("uid")
    def _compute_can_collate(self):
        mine = self._of_my_group()
        for document in self:
            document.can_collate = (
                document.is_late and document.state == "submitted" and not document.collated_by_id
                and document in mine)

    def _of_my_group(self):
        """Those of the papers whose account manager or owning department the current user belongs to."""
        user = self.env.user
        departments = user._archive_employees().department_id
        return self.filtered(lambda document: document.user_id == user or document.department_id in departments)

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_submit(self):
        """Hand over; what comes late is marked, and collated by whoever of the department hands it over (R10)."""
        result = super().action_submit()
        late = self._belated()
        (self - late).filtered("is_late")._set_gated(is_late=False, collated_by_id=False, collated_on=False)
        if late:
            mine = late._of_my_group()
            mine._set_gated(
                kind="document_collated", is_late=True, collated_by_id=self.env.uid,
                collated_on=self._archive_day())
            (late - mine)._set_gated(is_late=True, collated_by_id=False, collated_on=False)
        return result

    def _belated(self):
        """Papers of an earlier day than what their volume holds already."""
        # sudo: the order of the volume does not depend on who reads it
        last = dict(self.sudo()._read_group(
            [("dossier_id", "in", self.dossier_id.ids), ("state", "=", "filed")], ["dossier_id"], ["date:max"]))
        return self.filtered(lambda document: (
            document.dossier_id in last and document.date < last[document.dossier_id]))

    def action_collate(self):
        """Say that the department collated these late papers (R10).

        :raises UserError: for people of other departments, and for papers that are not late or not handed over
        """
        self.check_access("read")
        self._lock()
        strangers = self - self._of_my_group()
        if strangers:
            raise UserError(self.env._(
                "“%s” is collated by the department of its account manager first.", strangers[0].name))
        for document in self:
            if not document.is_late or document.state != "submitted":
                raise UserError(self.env._("“%s” is not a late paper that waits for filing.", document.name))
        # sudo: the group collates, whoever of it may change the paper
        self.sudo()._set_gated(
            kind="document_collated", collated_by_id=self.env.uid, collated_on=self._archive_day())
        return True

    def action_file(self):
        """File; a late paper only once its department collated it (R10)."""
        if not self.env.su:
            for document in self:
                if document.is_late and not document.collated_by_id:
                    raise UserError(self.env._(
                        "“%(paper)s” came late: %(manager)s, or somebody of the same department, collates it first; "
                        "then it is coded.", paper=document.name, manager=document.user_id.name))
        return super().action_file()
