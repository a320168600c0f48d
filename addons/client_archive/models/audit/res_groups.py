from contextlib import contextmanager

from odoo import api, models
from odoo.tools import SQL

_MEMBERSHIP = {"user_ids", "all_user_ids", "implied_ids", "implied_by_ids", "all_implied_ids", "all_implied_by_ids"}


class ResGroups(models.Model):
    """Who gets a group of the archive, or becomes an administrator, whichever way: an event and an alert.

    Who may write placeholders of templates runs programs, as an administrator does.
    """

    _inherit = "res.groups"

    @api.model_create_multi
    def create(self, vals_list):
        with self._archive_watched():
            return super().create(vals_list)

    def write(self, vals):
        if not vals.keys() & _MEMBERSHIP:
            return super().write(vals)
        with self._archive_watched():
            return super().write(vals)

    # ------------------------------------------------------------------
    # Watching
    # ------------------------------------------------------------------
    @api.model
    @contextmanager
    def _archive_watched(self):
        """Journal whose rights are others at the end of the block than at its beginning."""
        if not self.env.registry.ready:  # what a module brings along is no act of a user
            yield
            return
        before = self._archive_members()
        yield
        after = self._archive_members()
        if before != after:
            self._archive_members_changed(before, after)

    @api.model
    def _archive_members(self):
        """Pairs of user and group ids: who has a group of the archive, or all power, itself or by another group."""
        self.env["res.users"].flush_model(["group_ids"])
        self.flush_model(["user_ids", "implied_ids"])
        # sudo: groups are the administrator's to read, and rights are watched whoever changes them
        data = self.env["ir.model.data"].sudo().search_fetch(
            [("model", "=", "res.groups"), ("module", "=like", "client_archive%")], ["res_id"])
        groups = self.sudo().browse(data.mapped("res_id")).union(
            *(self.env.ref(name).sudo() for name in ("base.group_system", "mail.group_mail_template_editor")))
        givers = {}
        for group in groups:
            for giver in group.all_implied_by_ids.ids:
                givers.setdefault(giver, set()).add(group.id)
        self.env.cr.execute(SQL(
            "SELECT uid, gid FROM res_groups_users_rel WHERE gid IN %s", tuple(givers) or (0,)))
        return {(user, group) for user, giver in self.env.cr.fetchall() for group in givers[giver]}

    @api.model
    def _archive_members_changed(self, before, after):
        names = {
            group.id: group.full_name
            for group in self.sudo().browse({pair[1] for pair in before ^ after}).with_context(lang="en_US")}
        gained, lost = {}, {}
        for found, pairs in ((gained, after - before), (lost, before - after)):
            for user, group in sorted(pairs):
                found.setdefault(user, []).append(names[group])
        users = self.env["res.users"].sudo().with_context(active_test=False).browse(sorted({*gained, *lost}))
        self.env["archive.event"]._log("rights_changed", users, after=lambda user: {
            key: found[user.id] for key, found in (("gained", gained), ("lost", lost)) if user.id in found})
        # Who administers the system reaches every company.
        everywhere = names.get(self.env.ref("base.group_system").id)
        self.env["archive.access.alert"]._note_change("rights", [
            (self.env._("%(login)s: gained %(gained)s; lost %(lost)s", login=user.login,
                        gained=", ".join(gained.get(user.id, [])) or "–", lost=", ".join(lost.get(user.id, [])) or "–"),
             user.company_ids.browse() if everywhere in [*gained.get(user.id, []), *lost.get(user.id, [])]
             else user.company_ids)
            for user in users])
