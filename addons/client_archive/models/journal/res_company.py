from odoo import fields, models, tools


class ResCompany(models.Model):
    _inherit = "res.company"

    archive_head_emails = fields.Char(
        string="Head of the Journal to",
        help="Addresses, separated by commas, that get the head of the journal every day. Best outside the company: "
             "what is kept there cannot be rewritten here. Empty: the auditors.")

    def write(self, vals):
        result = super().write(vals)
        if "resource_calendar_id" in vals:
            self.env.registry.clear_cache()  # _archive_timezone
        return result

    @tools.ormcache("self.id")
    def _archive_timezone(self):
        """The time zone in which the company works."""
        return self.sudo().resource_calendar_id.tz or "UTC"

    def _archive_today(self, moment=None):
        """Today where the company works, or the day of ``moment`` (UTC) there: what a term opens or closes must not
        hang on the client's time zone.
        """
        return fields.Date.context_today(self.with_context(tz=self._archive_timezone()), moment)

    def _journal_head_recipients(self):
        """Addresses that get the head of the journal."""
        self.ensure_one()
        if addresses := tools.email_split(self.archive_head_emails or ""):
            return addresses
        auditors = self.env.ref("client_archive.group_auditor").all_user_ids.filtered(
            lambda user: user.active and self in user.company_ids)
        return [email for email in auditors.mapped("email_normalized") if email]
