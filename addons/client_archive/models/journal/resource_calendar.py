from odoo import models


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def write(self, vals):
        result = super().write(vals)
        if "tz" in vals:
            self.env.registry.clear_cache()  # res.company._archive_timezone
        return result


class ResourceCalendarLeaves(models.Model):
    """Holidays of the company count for the terms of the archive, and are entered by who may enter them.

    Everybody enters their own leave; Odoo did not ask again whose it had become.
    """

    _inherit = "resource.calendar.leaves"

    def write(self, vals):
        result = super().write(vals)
        if "resource_id" in vals and not self.env.su:
            self.check_access("write")
        return result
