from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ArchiveDeputy(models.Model):
    """Somebody decides in another's place, between two dates. The decision names both."""

    _name = "archive.deputy"
    _inherit = ["archive.journal.mixin"]
    _description = "Deputy"
    _order = "date_from desc, id desc"
    _rec_name = "deputy_id"

    principal_id = fields.Many2one(
        "res.users", string="In Place of", required=True, ondelete="cascade", index=True,
        default=lambda self: self.env.user)
    deputy_id = fields.Many2one("res.users", string="Deputy", required=True, ondelete="cascade", index=True)
    date_from = fields.Date(string="From", required=True, default=lambda self: self._archive_day())
    date_to = fields.Date(string="Until", required=True)
    reason = fields.Char()

    @api.constrains("principal_id", "deputy_id", "date_from", "date_to")
    def _check_deputy(self):
        for deputy in self:
            if deputy.principal_id == deputy.deputy_id:
                raise ValidationError(self.env._("Nobody is their own deputy."))
            if deputy.date_to < deputy.date_from:
                raise ValidationError(self.env._("The deputy's last day is before the first one."))

    @api.model_create_multi
    def create(self, vals_list):
        deputies = super().create(vals_list)
        deputies._journal("created", after=lambda rec: {
            "principal": rec.principal_id.login, "deputy": rec.deputy_id.login,
            "from": rec.date_from, "to": rec.date_to})
        return deputies

    def write(self, vals):
        self._journal("changed", after=vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_journaled(self):
        self._journal("deleted", before=lambda rec: {
            "principal": rec.principal_id.login, "deputy": rec.deputy_id.login})

    @api.model
    def _of(self, principals):
        """Mapping of each of ``principals`` to the users who may decide for them today."""
        today = (principals.sudo()[:1].company_id or self.env.company)._archive_today()  # sudo: a calendar, no secret
        # sudo: the engine asks, not the user
        rows = self.sudo().search([
            ("principal_id", "in", principals.ids), ("deputy_id.active", "=", True),
            ("date_from", "<=", today), ("date_to", ">=", today)])
        return {
            principal: rows.filtered(lambda row, who=principal: row.principal_id == who).deputy_id
            for principal in principals
        }

    @api.model
    def _principals_of(self, deputy):
        """Users for whom ``deputy`` may decide today."""
        today = (deputy.sudo().company_id or self.env.company)._archive_today()  # sudo: a calendar, no secret
        # sudo: the engine asks, not the user
        return self.sudo().search([
            ("deputy_id", "=", deputy.id), ("date_from", "<=", today), ("date_to", ">=", today)]).principal_id
