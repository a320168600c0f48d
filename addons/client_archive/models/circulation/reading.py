from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools import drawing

# Who looks at the same page again within this time, as by scrolling, saw it once.
_GLANCE = timedelta(minutes=10)


class ArchiveGrant(models.Model):
    """Reading on screen (R16, R51): pages drawn here, with their reader's name over them; the file itself stays.

    Everything is checked anew for each page: the access, its term, the level, and what the reader is cleared for.
    """

    _inherit = "archive.grant"

    def action_read(self):
        """Open the reading page in a tab of its own.

        :raises UserError: for anybody but the reader, and when the access has ended
        """
        self.ensure_one()
        self._check_reading()
        return {"type": "ir.actions.act_url", "url": f"/archive/read/{self.id}", "target": "new"}

    def _check_reading(self):
        """The content that the current user reads under this access at this moment, in sudo.

        :raises AccessError: for anybody but its reader; when it has ended, by whatever cause; without clearance
        :raises UserError: for papers without content
        """
        self.ensure_one()
        grant = self.sudo()  # sudo: the reader has no right to the content, which is checked here
        if not self.has_access("read") or grant.user_id != self.env.user:
            raise AccessError(self.env._("There is no such access, or it was given to another person."))
        if not grant._holds(fields.Datetime.now()):
            raise AccessError(self.env._("Your access has ended. Ask again if you need to read further."))
        Version = self.env["archive.version"]
        held = Domain("document_id", "=", grant.document_id.id) & Domain("erased", "=", False)
        newest = Version.sudo().search(held, order="number desc", limit=1)
        if not newest:
            raise UserError(self.env._("This paper has no electronic content: consult it in the archive."))
        # Asked of the current user, without the need to know, which this access stands for.
        if not Version.sudo().search_count(Domain("id", "=", newest.id) & Version._clearance_domain()):
            raise AccessError(self.document_id.clearance_note or self.env._(
                "The content of this paper is closed to you at the moment."))
        return newest

    def _others_of_request(self):
        """What the current user may read under the same request."""
        now = fields.Datetime.now()
        siblings = self.search(
            [("request_id", "=", self.sudo().request_id.id), ("user_id", "=", self.env.uid)], order="id")
        return siblings.filtered(lambda grant: grant._holds(now))

    def _page(self, version_id, number):
        """One page as the current user may see it: a picture (bytes) and its media type; journaled.

        :raises AccessError: as :meth:`_check_reading`
        :raises UserError: for content that cannot be shown, or has no such page
        """
        version = self._check_reading()
        if version.id != version_id:
            raise UserError(self.env._("There is a newer version of this paper: open it again."))
        try:
            content, mimetype = version._draw_page(number, self._reading_mark())
        except drawing.Undrawable as error:
            raise UserError(version.with_env(self.env)._undrawable_words(error.code)) from error
        self._note_view(version, number)
        return content, mimetype

    def _note_view(self, version, number):
        """Journal who saw which page when, by which request, from where; a page that is scrolled over, once."""
        version = version.with_env(self.env)
        version._opened()
        request = self.sudo().request_id
        seen = {"page": number, "version": version.sudo().number, "request": request.name}
        Event = self.env["archive.event"].sudo()  # sudo: readers do not read the journal, which they write into
        if not Event.search_count([
                ("kind", "=", "page_viewed"), ("res_model", "=", version._name), ("res_id", "=", version.id),
                ("user_id", "=", self.env.uid), ("date", ">=", fields.Datetime.now() - _GLANCE),
                ("after", "=", Event._as_json(seen, version))], limit=1):
            version._journal("page_viewed", after=seen)

    @api.model
    def _reading_time(self, moment):
        zone = self.env.company.resource_calendar_id.tz or "UTC"
        return fields.Datetime.context_timestamp(self.with_context(tz=self.env.user.tz or zone), moment)

    def _reading_mark(self):
        """HTML of what lies over each page: reader, login, time, request (R51)."""
        user = self.env.user
        return str(self.env["ir.qweb"]._render("client_archive.reading_mark", {
            "lines": [f"{user.name} {user.login}", f"{self._reading_time(fields.Datetime.now()):%Y-%m-%d %H:%M}",
                      self.sudo().request_id.name]}))
