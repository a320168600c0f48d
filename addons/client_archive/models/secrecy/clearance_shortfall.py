from odoo import api, models
from odoo.fields import Domain

from ...tools import secrecy


class ArchiveClearance(models.Model):
    """Why somebody may not hear a secret (R55)."""

    _inherit = "archive.clearance"

    @api.model
    def _shortfalls(self, users, company, level, papers):
        """Mapping of those of ``users`` who may not hear what is ``level`` in ``company``, or see ``papers``, to why.

        One question for each person: what a clearance covers is said in one place, and asked there.
        """
        labels = dict(self._fields["level"]._description_selection(self.env))
        shortfalls = {}
        for user in users:
            cleared = self._levels(user).get(company.id, secrecy.NONE)
            if cleared == secrecy.NONE:
                shortfalls[user] = self.env._("no valid clearance with a confidentiality agreement")
            elif cleared < level:
                shortfalls[user] = self.env._(
                    "cleared up to %(has)s, not %(needs)s", has=labels[cleared], needs=labels[level])
            elif closed := self._closed_to(user, papers):
                shortfalls[user] = self.env._("not cleared for %s", ", ".join(closed.mapped("display_name")))
        return shortfalls

    @api.model
    def _closed_to(self, user, papers):
        """Those of ``papers`` whose content the clearance of ``user`` does not cover."""
        covered = self.env["archive.version"].with_user(user)._clearance_domain()
        # sudo: whether a paper is covered does not depend on who asks
        versions = self.env["archive.version"].sudo().search(
            Domain("document_id", "in", papers.ids) & ~Domain(covered))
        return versions.document_id.with_env(self.env)
