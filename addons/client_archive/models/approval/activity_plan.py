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
        string="Strictness", default=10,
        help="Where several routes apply, the strictest wins; of two with the same number, the one with more steps.")
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
                    route=plan.display_name, error=error)) from error

    @api.model_create_multi
    def create(self, vals_list):
        plans = super().create(vals_list)
        plans.filtered("is_approval_route")._journal_route("created")
        return plans

    def write(self, vals):
        were_routes = self.filtered("is_approval_route")
        result = super().write(vals)
        # Odoo asks the rules before a write: whoever keeps the plans of employees would turn one into a route of ours.
        self.check_access("write")
        (were_routes | self.filtered("is_approval_route"))._journal_route("changed", vals)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_journaled(self):
        self.filtered("is_approval_route")._journal_route("deleted")

    def _journal_route(self, kind, vals=None):
        """Who decides is decided here: routes do not change in silence. What the module brings is no act of a user."""
        if self and self.env.registry.ready:
            self.env["archive.event"]._log(kind, self, after=vals)

    def _approval_templates(self):
        """The steps in their order."""
        return self.template_ids.sorted(lambda template: (template.sequence, template.id))

    def _approval_weight(self):
        """How strict a route is: by its number; where two are equal, more decisions are stricter than fewer."""
        return self.approval_strictness, not self.approval_direct, len(self.template_ids)

    @api.model
    def _approval_route_of(self, record):
        """The strictest route that applies to ``record``, or an empty recordset."""
        # sudo: routes are chosen for users who may not read the configuration
        plans = self.sudo().search(
            Domain("is_approval_route", "=", True) & Domain("res_model", "=", record._name)
            & Domain("company_id", "in", [False, record.company_id.id]),
            order="id").sorted(lambda plan: plan._approval_weight(), reverse=True)
        return next(
            (plan for plan in plans
             if record.sudo().filtered_domain(Domain(literal_eval(plan.approval_domain or "[]")))),
            self.browse(),
        )
