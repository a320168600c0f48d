from odoo import api, fields, models
from odoo.tools import ormcache


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company", "archive.safeguard.mixin"]

    # By their names, so that the settings of other rooms and add-ons count as well
    _safeguard_prefixes = ("archive_", "credit_")
    _safeguard_not = frozenset({"archive_setup_dismissed"})

    archive_two_factor = fields.Boolean(
        string="Classified Content Needs Two-Factor Sign-In",
        help="Classified content opens only to who signed in with a second factor: an authenticator app, a code by "
             "mail, or a passkey. With an API key it does not open at all.")

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        if any(vals.get("archive_two_factor") for vals in vals_list):
            self.env.registry.clear_cache()
        # sudo: whoever opens a company need not be of the archive
        self.env["archive.access.watch"].sudo()._ensure()
        return companies

    @api.model
    def _safeguard_names(self):
        """The company's settings of archive and credit: terms, thresholds, what opens content, what holds an order."""
        return {name for name, field in self._fields.items()
                if name.startswith(self._safeguard_prefixes) and field.store and name not in self._safeguard_not}

    def write(self, vals):
        result = super().write(vals)
        if "archive_two_factor" in vals:
            self.env.registry.clear_cache()
        return result

    @api.model
    @ormcache()
    def _archive_two_factor_ids(self):
        """Ids of the companies whose classified content asks for a second factor; asked each time a paper opens."""
        return frozenset(self.sudo().with_context(active_test=False).search([("archive_two_factor", "=", True)]).ids)
