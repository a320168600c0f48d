from odoo import api, models, tools
from odoo.fields import Domain

from ...tools import gate, guarded, secrecy

_PLACED = {"res_model", "res_model_id", "res_id"}


def _of_closed_records(rows, model_field):
    """Those of ``rows``, in a form that is not saved yet, that are about records of the archive closed to the user.

    Of a saved row, whoever reads it was asked whether they read the record.
    """
    closed = rows.browse()
    for row in rows.filtered(lambda row: not row.id and row.res_id and guarded.is_own(row[model_field])):
        Model = row.env.get(row[model_field])
        if Model is None or not Model.browse(row.res_id).exists().sudo(False)._filtered_access("read"):
            closed |= row
    return closed


class MailFollowers(models.Model):
    """Odoo lets everybody read who follows what.

    Of a hidden paper that tells its number; of an incident, who reported it; of a meeting on secrets, who attends.
    """

    _name = "mail.followers"
    _inherit = ["mail.followers", "archive.told.mixin"]

    @api.model
    @tools.ormcache()
    def _told_with_record(self):
        return tuple(
            name for name, Model in self.env.registry.items()
            if name != "archive.document" and not Model._abstract and "message_follower_ids" in Model._fields
            and guarded.is_own(name))


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

    # ------------------------------------------------------------------
    # What it hangs on is named: by the person whose activity it is, it could be hung on anything
    # ------------------------------------------------------------------
    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & _PLACED and not self.env.su and not gate.is_open(self.env):
            for name, activities in self.sudo().grouped("res_model").items():  # sudo: the record is asked, below
                if guarded.is_own(name):
                    self.env[name].browse(activities.mapped("res_id")).check_access("read")
        return result

    def _compute_res_name(self):
        named = _of_closed_records(self, "res_model")
        named.res_name = False
        super(MailActivity, self - named)._compute_res_name()


class MailMessage(models.Model):
    _inherit = "mail.message"

    def _compute_record_name(self):
        named = _of_closed_records(self, "model")
        named.record_name = False
        super(MailMessage, self - named)._compute_record_name()
