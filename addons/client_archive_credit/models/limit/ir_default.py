from odoo import api, models


class IrDefault(models.Model):
    """Odoo keeps a customer's limit only where it differs from the company's default.

    A new default would therefore change limits that were granted: they are written again.
    """

    _inherit = "ir.default"

    @api.model_create_multi
    def create(self, vals_list):
        defaults = super().create(vals_list)
        defaults._keep_granted_limits()
        return defaults

    def write(self, vals):
        touched = self._about_limits()
        result = super().write(vals)
        (touched | self)._keep_granted_limits(force=touched)
        return result

    def unlink(self):
        touched = self._about_limits()
        result = super().unlink()
        if touched:
            self._write_granted_limits_again()
        return result

    def _about_limits(self):
        # sudo: defaults are read for whoever changes them
        return self.filtered(lambda default: (
            default.sudo().field_id.name == "credit_limit" and default.sudo().field_id.model == "res.partner"))

    def _keep_granted_limits(self, force=None):
        if force or self._about_limits():
            self._write_granted_limits_again()

    @api.model
    def _write_granted_limits_again(self):
        # sudo: what was granted stays, whoever sets the default
        self.env["credit.file"].sudo().search([("state", "=", "open")])._write_odoo_limit()
