from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError

from ..journal.form_links import linked_ids

_LETTER = "snailmail.letter"  # Odoo's, where its add-on is installed
_PRINTED = {"model", "res_id", "report_template"}


class Base(models.AbstractModel):
    """Letters by post are printed by a job with all rights, whatever they name, and every employee may write them."""

    _inherit = "base"

    def _validate_fields(self, field_names, *args, **kwargs):
        if self._name != _LETTER or self.env.su:
            return super()._validate_fields(field_names, *args, **kwargs)
        names = list(field_names)
        super()._validate_fields(names, *args, **kwargs)
        if _PRINTED & {*names}:
            self._archive_check_letters()
        return None

    def _archive_check_letters(self):
        """:raises AccessError: for letters about what the current user does not read"""
        for letter in self:
            report = letter.report_template.sudo()  # sudo: of which records it is a print
            for name in filter(None, (letter.model, report.model)):
                Model = self.env.get(name)
                if Model is None or not Model.browse(letter.res_id).exists()._filtered_access("read"):
                    raise AccessError(self.env._("There is no such record, or you may not see it."))


class SaleOrder(models.Model):
    """The mail that waits on an order is sent by a job with all rights, with all that its template attaches."""

    _inherit = "sale.order"

    @api.model
    def _prepare_create_values(self, vals_list):
        vals_list = super()._prepare_create_values(vals_list)  # with the defaults, which are the caller's
        for vals in vals_list:
            self._archive_check_waiting_mail(vals)
        return vals_list

    def write(self, vals):
        self._archive_check_waiting_mail(vals)
        return super().write(vals)

    @api.model
    def _archive_check_waiting_mail(self, vals):
        """:raises AccessError: for a template that somebody else than those who edit all templates may change"""
        if self.env.su or not vals.get("pending_email_template_id"):
            return
        ids = linked_ids(self, self._fields["pending_email_template_id"], vals["pending_email_template_id"])
        templates = self.env["mail.template"].browse(ids or ())
        if ids is None or not all(self._archive_may_wait(template) for template in templates):
            raise AccessError(self.env._("There is no such record, or you may not see it."))

    @api.model
    def _archive_may_wait(self, template):
        """Whether those alone may change it who edit all templates, or it was chosen by who sets up quotations."""
        template = template.sudo()  # sudo: whose template it is, nothing of it is shown
        people = template.create_uid | template.user_id
        if all(user.id == SUPERUSER_ID or user._is_system() or user.has_group("mail.group_mail_template_editor")
               for user in people):
            return True
        chosen = template.env["ir.config_parameter"].get_param("sale.default_confirmation_template")
        return str(template.id) == chosen or bool(template.env["sale.order.template"].search_count(
            [("mail_template_id", "=", template.id)], limit=1))
