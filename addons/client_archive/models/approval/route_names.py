from odoo import api, models
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

# Names of the routes in our data. Odoo does not translate the name of a plan; that of ours is shown in the user's
# language as long as nobody gave it another one.
_NAMES = (
    _lt("Borrowing by executives"),
    _lt("Borrowing grade B"),
    _lt("Borrowing licences and contracts"),
    _lt("Borrowing titles"),
    _lt("Borrowing with a leader's approval"),
    _lt("Carrying out"),
    _lt("Change of key data"),
    _lt("Change of key data proposed by the archive"),
    _lt("Consulting grade A"),
    _lt("Consulting grade B"),
    _lt("Consulting licences and contracts"),
    _lt("Consulting licences and contracts of grade A"),
    _lt("Copying and excerpts"),
    _lt("Copying classified papers"),
    _lt("Copying licences and contracts"),
    _lt("Declassification"),
    _lt("Deferral of a handover"),
    _lt("Destruction"),
    _lt("Erasure of Personal Data"),
    _lt("Giving outside"),
    _lt("Opening of a dossier"),
    _lt("Reading grade A on screen"),
    _lt("Reading grade B on screen"),
    _lt("Reading licences and contracts of grade A on screen"),
    _lt("Reading licences and contracts on screen"),
    _lt("Visit of outsiders"),
)


class MailActivityPlan(models.Model):
    """Routes that come with the product are named in the user's language."""

    _inherit = "mail.activity.plan"

    @api.model
    def _route_terms(self):
        """Hook: names of the routes in the data of our add-ons."""
        return _NAMES

    @api.model
    def _route_names(self):
        """Mapping of these names, as the data has them, to the language of the user."""
        source = self.with_context(lang="en_US").env
        return {source._(term): self.env._(term) for term in self._route_terms()}

    @api.depends("name", "is_approval_route")
    @api.depends_context("lang")
    def _compute_display_name(self):
        super()._compute_display_name()
        names = self._route_names()
        for route in self.filtered("is_approval_route"):
            route.display_name = names.get(route.name, route.name)

    @api.model
    def _search_display_name(self, operator, value):
        domain = Domain(super()._search_display_name(operator, value))
        if operator != "ilike" or not isinstance(value, str):
            return domain
        found = [name for name, words in self._route_names().items() if value.lower() in words.lower()]
        return domain | Domain("is_approval_route", "=", True) & Domain("name", "in", found)
