from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools import deadline

_APPROVAL_RESPONSIBLE = [
    ("applicant_head", "Head of the applicant's department"),
    ("owner_head", "Head of the owning department"),
    ("officer", "Officer"),
    ("leader", "One of the company's leaders"),
    ("group", "Anyone of a group"),
]


class MailActivityPlanTemplate(models.Model):
    """One step of an approval route: who decides."""

    _inherit = "mail.activity.plan.template"

    responsible_type = fields.Selection(
        selection_add=_APPROVAL_RESPONSIBLE, ondelete={key: "cascade" for key, _label in _APPROVAL_RESPONSIBLE})
    officer_role = fields.Selection(
        selection=lambda self: self.env["archive.officer"]._fields["role"]._description_selection(self.env),
        string="Office")
    responsible_group_id = fields.Many2one("res.groups", string="Group", ondelete="restrict")

    escalate_after = fields.Integer(
        string="Escalate After", default=3,
        help="Working days after the end of the term when the step goes up to the next higher office as well. "
             "0: never.")

    @api.constrains("responsible_type", "officer_role", "responsible_group_id")
    def _check_approval_responsible(self):
        for template in self:
            if template.responsible_type == "officer" and not template.officer_role:
                raise ValidationError(self.env._("Choose the office that decides this step."))
            if template.responsible_type == "group" and not template.responsible_group_id:
                raise ValidationError(self.env._("Choose the group whose members decide this step."))
            approval_only = template.responsible_type in dict(_APPROVAL_RESPONSIBLE)
            if approval_only and not template.plan_id.is_approval_route:
                raise ValidationError(self.env._("Heads, officers, leaders and groups decide in approval routes only."))

    @api.model_create_multi
    def create(self, vals_list):
        templates = super().create(vals_list)
        templates._journal_step("created")
        return templates

    def write(self, vals):
        self._journal_step("changed", vals)
        result = super().write(vals)
        self.check_access("write")  # as of plans: a step is not moved into a route of others
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_journaled(self):
        self._journal_step("deleted")

    def _journal_step(self, kind, vals=None):
        """As of plans: steps do not change in silence."""
        steps = self.filtered("plan_id.is_approval_route")
        if steps and self.env.registry.ready:
            self.env["archive.event"]._log(kind, steps, after=vals)

    def _determine_responsible(self, on_demand_responsible, applied_on_record):
        if self.responsible_type not in dict(_APPROVAL_RESPONSIBLE):
            return super()._determine_responsible(on_demand_responsible, applied_on_record)
        candidates = self._approval_candidates(applied_on_record)
        return {"responsible": candidates[:1], "error": False, "warning": False}

    # ------------------------------------------------------------------
    # When
    # ------------------------------------------------------------------
    def _approval_deadline(self, company):
        """Last day of a term that starts today. Days are working days of ``company``."""
        self.ensure_one()
        today = company._archive_today()
        if self.delay_unit != "days":
            return max(self._get_date_deadline(today), today)
        return deadline.add_working_days(today, max(self.delay_count, 0), company._archive_working_days())

    # ------------------------------------------------------------------
    # Who decides
    # ------------------------------------------------------------------
    def _approval_label(self):
        """Name of the step: its summary, or else who decides, in the language of the user."""
        self.ensure_one()
        if self.summary:
            return self.summary
        if self.responsible_type == "group":
            return self.responsible_group_id.sudo().name
        if self.responsible_type == "other":
            return self.responsible_id.sudo().name
        if self.responsible_type == "on_demand":
            return self.env._("Chosen by the Applicant")
        field = "officer_role" if self.responsible_type == "officer" else "responsible_type"
        return dict(self._fields[field]._description_selection(self.env)).get(self[field])

    def _approval_candidates(self, record, excluded=None):
        """Users who may decide this step on ``record``; see :meth:`_approval_choice`."""
        rungs, _fallback = self._approval_choice(record, excluded)
        return rungs[0]

    def _approval_choice(self, record, excluded=None, rungs=1):
        """Who may decide this step on ``record``: never the applicant (invariant 1), nor ``excluded``.

        Somebody who is their own head, a department without a head, a vacant office or
        an archived user: the step goes up to the next department's head, then to the
        general manager, then to the chairman.

        :param rungs: how many rungs of that ladder: 2 for a step that was escalated
        :returns: list of sets of users, lowest first; and why it is not the ruled one who decides, or ``False``
        :raises UserError: when nobody at all can decide
        """
        self.ensure_one()
        never = record._approval_applicant() | (excluded or self.env["res.users"])
        found, fallback = [], False
        for holders in self._approval_ladder(record):
            able = holders.sudo().filtered(  # sudo: whether a colleague works here is no secret
                lambda user: user.active and record.company_id in user.company_ids) - never.union(*found)
            if able:
                found.append(able)
                if len(found) == rungs:
                    break
            elif not found:
                fallback = fallback or self._approval_why_not(holders, record, never)
        if not found:
            raise UserError(self.env._(
                "Nobody can decide the step “%(step)s” of %(record)s: the office is vacant, or its holder is the "
                "applicant. Ask the archive's manager to name an officer under Configuration > Officers.",
                step=self._approval_label(), record=record.display_name))
        return found, fallback

    @staticmethod
    def _approval_why_not(holders, record, never):
        """Why none of ``holders`` decides: a key of the step's ``fallback``."""
        if not holders:
            return "vacant"
        if holders & record._approval_applicant():
            return "applicant"
        return "excluded" if holders & never else "left"

    def _approval_ladder(self, record):
        """Yield sets of users, the ruled one first, then those it falls back to."""
        officers = self.env["archive.officer"]
        company, department = record.company_id, record._approval_owner_department()
        if self.responsible_type == "applicant_head":
            yield from self._heads_upwards(record._approval_applicant_department())
        elif self.responsible_type == "owner_head":
            yield from self._heads_upwards(department)
        elif self.responsible_type == "officer":
            yield officers._holders(self.officer_role, company, department)
        elif self.responsible_type == "leader":
            yield officers._leaders(company, department)
        elif self.responsible_type == "group":
            yield self.responsible_group_id.sudo().all_user_ids.filtered(lambda user: company in user.company_ids)
        else:
            yield self._determine_responsible(record._approval_chosen(), record)["responsible"]
        yield officers._holders("general_manager", company)
        yield officers._holders("chairman", company)

    @api.model
    def _heads_upwards(self, department):
        """Yield the heads of ``department`` and those above it; a head who left the company is none."""
        department = department.sudo()
        if not department:
            yield self.env["res.users"]
        while department:
            yield department.manager_id.filtered("active").user_id
            department = department.parent_id
