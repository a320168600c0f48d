from odoo import api, models

from ...tools import secrecy


class ArchiveClearance(models.Model):
    """Why somebody may not hear a secret (R55)."""

    _inherit = "archive.clearance"

    @api.model
    def _shortfalls(self, users, company, level):
        """Mapping of those of ``users`` who may not hear what is ``level`` in ``company`` today, to why in words.

        One question for each: what a clearance covers is said in :meth:`_levels` alone.
        """
        labels = dict(self._fields["level"]._description_selection(self.env))
        shortfalls = {}
        for user in users:
            cleared = self._levels(user).get(company.id, secrecy.NONE)
            if cleared < level:
                shortfalls[user] = self.env._(
                    "cleared up to %(has)s, not %(needs)s", has=labels[cleared], needs=labels[level],
                ) if cleared > secrecy.NONE else self.env._("no valid clearance with a confidentiality agreement")
        return shortfalls
