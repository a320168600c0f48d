from odoo import api, fields, models

from ...tools import gate


class ArchiveFormerNumber(models.Model):
    """A number or code that a dossier or paper had before it was renumbered: still found, never given again (R9)."""

    _name = "archive.former.number"
    _inherit = ["archive.sealed.mixin"]
    _description = "Former Number"
    _order = "id desc"
    _rec_name = "number"

    number = fields.Char(required=True, readonly=True, index="trigram")
    dossier_id = fields.Many2one(
        "archive.dossier", required=True, readonly=True, ondelete="restrict", index=True)
    document_id = fields.Many2one(
        "archive.document", string="Paper", readonly=True, ondelete="restrict", index="btree_not_null")
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    until = fields.Date(required=True, readonly=True)
    reason = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="Renumbered by", required=True, readonly=True, ondelete="restrict")

    _number_uniq = models.UniqueIndex("(number, company_id)", "This number was used before and is not given again.")

    @api.model
    def _keep(self, vals_list, reason):
        """Keep the numbers of ``vals_list`` as former ones, as of today and by the current user."""
        common = {"until": self._archive_day(), "reason": reason, "user_id": self.env.uid}
        # sudo: nobody enters former numbers; who renumbers was checked
        return gate.opened(self.sudo()).create([{**common, **vals} for vals in vals_list])

    def _sealed_words(self):
        return self.env._("Former numbers come about by renumbering a dossier, and stay as they are.")
