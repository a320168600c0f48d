from markupsafe import Markup

from odoo import models, tools

from ...tools import qr_code


class ArchiveJournalHead(models.Model):
    _inherit = "archive.journal.head"

    def _form_qr(self):
        self.ensure_one()
        return Markup(qr_code.svg(self.code))  # noqa: S704 the code's own SVG, its value is not in it as text

    def _form_moment(self):
        """When it was taken, where the company works, with the zone."""
        self.ensure_one()
        zone = self.env.company._archive_timezone()
        return f"{tools.format_datetime(self.env, self.date, tz=zone, dt_format='yyyy-MM-dd HH:mm:ss')} ({zone})"

    def _form_link(self):
        """The link in groups of eight, to be compared by eye."""
        self.ensure_one()
        return [self.link[start:start + 8] for start in range(0, len(self.link), 8)]
