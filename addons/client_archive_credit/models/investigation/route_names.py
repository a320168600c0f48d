from odoo import api, models
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

_NAMES = (
    _lt("Credit investigation report"),
    _lt("Credit investigation report, large limit"),
    _lt("Credit limit"),
    _lt("Credit limit above 500,000"),
    _lt("Credit release"),
    _lt("Credit release above 500,000"),
    _lt("Credit stop"),
)


class MailActivityPlan(models.Model):
    _inherit = "mail.activity.plan"

    @api.model
    def _route_terms(self):
        return super()._route_terms() + _NAMES
