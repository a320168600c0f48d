from odoo import api, models
from odoo.fields import Domain

from ...tools import secrecy


class MailFollowers(models.Model):
    """Odoo lets everybody read who follows what: of a hidden paper that tells its number."""

    _name = "mail.followers"
    _inherit = ["mail.followers", "archive.told.mixin"]


class MailActivity(models.Model):
    """What is to be done about a paper is in people's words: who may shelve the envelope does not read them.

    Odoo's search finds activities of whatever one may write, though reading them is refused.
    """

    _name = "mail.activity"
    _inherit = ["mail.activity", "archive.told.mixin"]

    _told_of = (secrecy.TITLE, secrecy.EXISTENCE)

    def _told_anyway(self):
        return self.user_id.id == self.env.uid

    @api.model
    def _told_anyway_domain(self):
        return Domain("user_id", "=", self.env.uid)
