from copy import deepcopy

from odoo import api, fields, models
from odoo.exceptions import UserError

_PARTS = "client_archive.approval_form_parts"


class ArchiveApprovalMixin(models.AbstractModel):
    """What the form of an approvable document shows: the chain ahead, the buttons, the timeline.

    Forms bring what they want to say in their own words; what they leave out is added from one template.
    """

    _inherit = "archive.approval.mixin"

    # Fields of the document that its routes' conditions and their ladder depend on.
    _approval_depends = ()

    approval_preview = fields.Html(
        string="Approval Ahead", compute="_compute_approval_preview", sanitize=False,
        help="Who will decide when this is submitted, and by which rule.")
    approval_asks = fields.Boolean(
        string="Applicant Chooses", compute="_compute_approval_preview", help="The route asks who decides a step.")
    approval_eligible_ids = fields.Many2many(
        "res.users", string="May Be Chosen", compute="_compute_approval_preview")

    @api.depends(lambda self: ("approval_step_ids.state", "approval_chosen_id", *self._approval_depends))
    @api.depends_context("uid", "lang")
    def _compute_approval_preview(self):
        Plan, officers = self.env["mail.activity.plan"], self.env["archive.officer"]
        for record in self:
            route = Plan._approval_route_of(record) if record._approval_is_ahead() else Plan
            record.approval_asks = "on_demand" in route.template_ids.mapped("responsible_type")
            record.approval_eligible_ids = record.approval_asks and (
                officers._deciders(record.company_id) - record._approval_applicant())
            record.approval_preview = bool(route) and self.env["ir.qweb"]._render("client_archive.approval_preview", {
                "route": route, "steps": record._approval_ahead(route)}, minimal_qcontext=True)

    def _approval_is_ahead(self):
        """Whether this document can still be submitted: it is in its first state, and nothing is being decided."""
        self.ensure_one()
        transitions = getattr(self, "_state_transitions", None)
        return not self.approval_step_ids._open() and (
            not transitions or self.state == next(iter(transitions)))

    def _approval_ahead(self, route):
        """The steps of ``route`` as they would be laid out now: dicts for the template of the preview."""
        self.ensure_one()
        reasons = dict(self.env["archive.approval.step"]._fields["fallback"]._description_selection(self.env))
        steps = []
        # sudo: the chain is shown to the applicant, who may not read the configuration
        for template in route.sudo()._approval_templates():
            try:
                rungs, fallback = template._approval_choice(self, self._approval_excluded())
                users = rungs[0]
            except UserError:
                users, fallback = self.env["res.users"], "vacant"
            asks = template.responsible_type == "on_demand" and not self._approval_chosen()
            steps.append({
                "name": template._approval_label(), "user": users[:1], "others": len(users) - 1,
                "names": ", ".join(users.mapped("name")), "asks": asks,
                "fallback": not asks and reasons.get(fallback)})
        return steps

    # ------------------------------------------------------------------
    # Form
    # ------------------------------------------------------------------
    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        header = arch.find("header") if view_type == "form" else None
        if header is not None:
            # sudo: views are not readable to users; the parts are translated as any view
            parts = self.env.ref(_PARTS).sudo()._get_combined_arch()
            self._approval_add_buttons(arch, header, parts.find("buttons"))
            self._approval_add_blocks(arch, parts)
        return arch, view

    def _approval_add_buttons(self, arch, header, buttons):
        """Put the buttons that ``arch`` has not behind those that it has."""
        anchor = max(
            (header.index(button) for button in header.iterchildren("button")
             if button.get("name") in ("action_approve", "action_decide", "action_refuse")), default=-1)
        for button in buttons:
            if arch.find(f".//header//button[@name='{button.get('name')}']") is None:
                anchor += 1
                header.insert(anchor, deepcopy(button))

    def _approval_add_blocks(self, arch, parts):
        sheet = arch.find("sheet")
        if sheet is None:
            return
        for number, block in enumerate(parts.find("top")):
            sheet.insert(number, deepcopy(block))
        notebook = sheet.find("notebook")
        position = len(sheet) if notebook is None else sheet.index(notebook)
        for number, block in enumerate(parts.find("ahead")):
            sheet.insert(position + number, deepcopy(block))
        if arch.find(".//field[@name='approval_step_ids']") is None:
            sheet.extend(deepcopy(block) for block in parts.find("timeline"))
