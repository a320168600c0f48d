from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class MailActivityPlan(models.Model):
    """An approval route is an activity plan with a condition and a rule it comes from."""

    _inherit = "mail.activity.plan"

    is_approval_route = fields.Boolean(string="Approval Route")
    approval_rule = fields.Char(
        string="Rule", translate=True, help="What the regulation says; shown on each request that takes this route.")
    approval_domain = fields.Char(
        string="Applies When", default="[]", help="Condition on the document. Empty: always.")
    approval_strictness = fields.Integer(
        string="Strictness", default=10, help="Where several routes apply, the strictest wins.")

    approval_direct = fields.Boolean(
        string="Granted without Approval",
        help="What takes this route needs nobody's decision: it is granted when it is submitted, and journaled.")

    @api.constrains("is_approval_route", "approval_domain", "res_model")
    def _check_approval_domain(self):
        for plan in self.filtered("is_approval_route"):
            try:
                Domain(literal_eval(plan.approval_domain or "[]")).validate(self.env[plan.res_model])
            except (SyntaxError, TypeError, ValueError, KeyError) as error:
                raise ValidationError(self.env._(
                    "The condition of the route %(route)s cannot be read: %(error)s",
                    route=plan.name, error=error)) from error

    def write(self, vals):
        result = super().write(vals)
        # Odoo asks the rules before a write: whoever keeps the plans of employees would turn one into a route of ours.
        self.check_access("write")
        return result

    @api.model
    def _approval_route_of(self, record):
        """The strictest route that applies to ``record``, or an empty recordset."""
        # sudo: routes are chosen for users who may not read the configuration
        plans = self.sudo().search(
            Domain("is_approval_route", "=", True) & Domain("res_model", "=", record._name)
            & Domain("company_id", "in", [False, record.company_id.id]),
            order="approval_strictness desc, id")
        return next(
            (plan for plan in plans
             if record.sudo().filtered_domain(Domain(literal_eval(plan.approval_domain or "[]")))),
            self.browse(),
        )
