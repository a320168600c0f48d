from odoo import models
from odoo.exceptions import AccessError

from ...tools import guarded


class MailActivitySchedule(models.TransientModel):
    """Odoo's dialog plans activities for the records that its caller names, and asks there who decides, and whether
    this or that colleague may write them: who reported an incident, who hosts a meeting on secrets.
    """

    _inherit = "mail.activity.schedule"

    def _evaluate_res_ids(self):
        """Odoo's: the records that are meant.

        :raises AccessError: for records of the archive that the current user does not read
        """
        ids = super()._evaluate_res_ids()
        if ids and not self.env.su and guarded.is_own(self.res_model) \
                and not self._archive_read_already(self.res_model, {*ids}):
            raise AccessError(self.env._("There is no such record, or you may not see it."))
        return ids
