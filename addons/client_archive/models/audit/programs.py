from odoo import api, models
from odoo.exceptions import AccessError

from ...tools.guarded import is_guarded, is_own


class MailRenderMixin(models.AbstractModel):
    """Placeholders of templates are programs: what they call runs with all rights, if they ask for them."""

    _name = "mail.render.mixin"
    _inherit = ["mail.render.mixin", "archive.safeguard.mixin"]

    def _safeguards(self):
        return self.filtered(lambda record: record._unrestricted_rendering and record._has_unsafe_expression())


class IrModelFields(models.Model):
    """A field that an administrator adds is a program, or a window on another's field."""

    _name = "ir.model.fields"
    _inherit = ["ir.model.fields", "archive.safeguard.mixin"]

    def _safeguards(self):
        return self.filtered(lambda field: field.state == "manual" and (
            field.compute or field.related or is_guarded(field.model) or is_guarded(field.relation)))


class IrUiView(models.Model):
    """A page or a form to print is a program as well."""

    _name = "ir.ui.view"
    _inherit = ["ir.ui.view", "archive.safeguard.mixin"]

    def _safeguards(self):
        return self.filtered(lambda view: view.type == "qweb")


class IrEmbeddedActions(models.Model):
    """A tab that anybody may put over others' screens: whoever looks at it presses the button that its maker chose."""

    _name = "ir.embedded.actions"
    _inherit = ["ir.embedded.actions", "archive.safeguard.mixin"]

    def _safeguards(self):
        return self.filtered(lambda tab: is_own(tab.parent_res_model) and (
            tab.python_method or tab.action_id.type == "ir.actions.server"))

    @api.model_create_multi
    def create(self, vals_list):
        tabs = super().create(vals_list)
        tabs._check_not_pressed_by_others()
        return tabs

    def write(self, vals):
        result = super().write(vals)
        self._check_not_pressed_by_others()
        return result

    def _check_not_pressed_by_others(self):
        """:raises AccessError: for tabs that decide something in the archive, unless an administrator makes them"""
        # sudo: which kind of action it is, is no secret
        if not self.env.su and not self.env.user.has_group("base.group_system") and self.sudo()._safeguards():
            raise AccessError(self.env._(
                "Administrators alone make a tab that presses a button of the archive: whoever opens it would decide."))
