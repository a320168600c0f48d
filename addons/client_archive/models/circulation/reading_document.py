from odoo import api, fields, models
from odoo.exceptions import UserError


class ArchiveDocument(models.Model):
    """The way from a paper to its reading page, for who was given access to it (R51)."""

    _inherit = "archive.document"

    can_read_now = fields.Boolean(
        string="Open on Screen", compute="_compute_can_read_now",
        help="The current user was given access, and may read the paper on screen now.")

    @api.depends_context("uid")
    def _compute_can_read_now(self):
        mine = self._reading_grants().document_id
        for document in self:
            document.can_read_now = document._origin in mine

    def _reading_grants(self):
        """Accesses to these papers that the current user holds now."""
        now = fields.Datetime.now()
        grants = self.env["archive.grant"].search([
            ("user_id", "=", self.env.uid), ("document_id", "in", self._origin.ids), ("ended_on", "=", False),
            ("valid_until", ">", now)], order="valid_until desc")
        return grants.filtered(lambda grant: grant._holds(now))

    def action_read(self):
        """Open the paper on screen, for who was given access.

        :raises UserError: for anybody else
        """
        self.ensure_one()
        grants = self._reading_grants()
        if not grants:
            raise UserError(self.env._("This paper is not open to you on screen: ask for it with a request."))
        return grants[0].action_read()
