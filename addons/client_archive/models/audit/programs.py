from odoo import models

from ...tools.guarded import is_guarded


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
