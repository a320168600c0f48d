from collections import defaultdict

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools import gate, secrecy
from .guarded_title import TELLING


class ArchiveDocument(models.Model):
    """A paper whose title is secret has a cover name; its true line is kept apart, see ``archive.guarded.title``."""

    _inherit = "archive.document"

    # What is said and to be done about a paper is searched and told as its rows are read, not with all rights.
    message_ids = fields.One2many(bypass_search_access=False)
    website_message_ids = fields.One2many(bypass_search_access=False)
    activity_ids = fields.One2many(bypass_search_access=False)
    activity_summary = fields.Char(related_sudo=False)
    activity_type_id = fields.Many2one(related_sudo=False)
    activity_type_icon = fields.Char(related_sudo=False)

    true_name = fields.Char(string="True Title", compute="_compute_true_line", inverse="_inverse_true_line")
    true_reference = fields.Char(
        string="True Reference Number", compute="_compute_true_line", inverse="_inverse_true_line")
    true_author = fields.Char(string="True Author", compute="_compute_true_line", inverse="_inverse_true_line")
    true_remarks = fields.Char(string="True Remarks", compute="_compute_true_line", inverse="_inverse_true_line")

    # ------------------------------------------------------------------
    # The cover
    # ------------------------------------------------------------------
    @api.model
    def _cover_name(self, lang=None):
        return self.with_context(lang=lang or self.env.lang).env._("Secret Title")

    @api.model
    def _cover_names(self):
        """The cover name in every language that it may have been written in."""
        return sorted({self._cover_name(lang) for lang, _name in self.env["res.lang"].get_installed()}
                      | {self._cover_name("en_US")})

    @api.depends("visibility")
    @api.depends_context("uid")
    def _compute_display_name(self):
        super()._compute_display_name()
        guarded = self.filtered(lambda paper: paper.visibility != secrecy.CATALOGUE)
        for document in guarded.filtered(lambda paper: not paper.code):
            # Told apart while they have no code yet
            document.display_name = f"{document.name} #{document._origin.id}"
        if self.env.uid != SUPERUSER_ID:
            # Odoo shows the name of a linked record to whoever reads the link.
            for document in guarded.filtered(lambda paper: not paper.is_visible):
                document.display_name = "…"

    @api.model
    def _split_title(self, vals, company):
        """``vals`` under a cover name, and the part of them that tells what the paper is about."""
        telling = {name: vals[name] for name in TELLING if vals.get(name)}
        blank = dict.fromkeys(telling, False)
        if "name" in telling:
            # sudo: in the language that the company's papers are in
            blank["name"] = self._cover_name(company.sudo().partner_id.lang)
        return {**vals, **blank}, telling

    def _keep_title(self, telling):
        # sudo: nobody enters titles directly; whoever files or hides the paper may
        gate.opened(self.env["archive.guarded.title"].sudo()).create([
            {"document_id": document.id, **{name: telling.get(name) or False for name in TELLING}}
            for document in self])

    def _cover(self, telling=None):
        """Put the true lines of papers aside that still show them; ``telling`` replaces what they say.

        The cover name is written past tracking, and what earlier messages tracked of the title goes.
        """
        for document in self.sudo().filtered(lambda paper: paper.visibility == secrecy.CATALOGUE):
            document._keep_title({**{name: document[name] for name in TELLING}, **(telling or {})})
            blank, _telling = document._split_title({name: document[name] for name in TELLING}, document.company_id)
            gate.opened(document).with_context(tracking_disable=True).write(blank)
            document._journal("title_covered")
            document._title_covered()

    def _uncover(self):
        """Give papers their titles back."""
        # sudo: called where the paper was declassified
        titles = self.env["archive.guarded.title"].sudo().search([("document_id", "in", self.ids)])
        for title in titles:
            document = title.document_id
            remarks = "; ".join(filter(None, [title.remarks, document.remarks]))
            gate.opened(document).with_context(tracking_disable=True).write({
                **{name: title[name] for name in TELLING}, "remarks": remarks or False})
            document._journal("title_uncovered")
        papers = titles.document_id
        gate.opened(titles).unlink()
        papers._title_covered()

    def _title_covered(self):
        """Hook: the title was put aside, or came back; where it was copied, it follows."""
        # What this transaction changed before is posted at its end.
        pending = self.env.cr.precommit.data.get(f"mail.tracking.{self._name}", {})
        for document_id in self.ids:
            for name in TELLING:
                (pending.get(document_id) or {}).pop(name, None)
        # sudo: whoever follows, and whatever is to be done, about the paper
        values = self.env["mail.tracking.value"].sudo().search([
            ("mail_message_id.model", "=", self._name), ("mail_message_id.res_id", "in", self.ids),
            ("field_id.name", "in", TELLING)])
        values.unlink()
        requests = self.sudo().declassification_ids
        activities = self.env["mail.activity"].sudo().with_context(active_test=False).search(
            Domain("res_model", "=", self._name) & Domain("res_id", "in", self.ids)
            | Domain("res_model", "=", requests._name) & Domain("res_id", "in", requests.ids))
        activities._compute_res_name()

    # ------------------------------------------------------------------
    # The true line
    # ------------------------------------------------------------------
    @api.model
    def _true_fields(self):
        return [f"true_{name}" for name in TELLING]

    @api.depends("visibility")
    @api.depends_context("uid")
    def _compute_true_line(self):
        # Also where somebody computes with more rights: as the user, or not at all
        titles = self._true_lines()
        for document in self:
            title = titles.get(document._origin.id)
            for name in TELLING:
                document[f"true_{name}"] = title[name] if title else False

    def _true_lines(self):
        """Mapping of ids to the true lines that the current user may read."""
        guarded = self.filtered(lambda paper: paper.visibility != secrecy.CATALOGUE)
        if not guarded:
            return {}
        Title = self.env["archive.guarded.title"].sudo(False)
        return {title.document_id.id: title for title in Title.search([("document_id", "in", guarded._origin.ids)])}

    def _inverse_true_line(self):
        entered = self.filtered(lambda paper: any(paper[name] for name in self._true_fields()))
        guarded = self.filtered(lambda paper: paper.visibility != secrecy.CATALOGUE)
        if entered - guarded:
            raise UserError(self.env._("The title of this paper is not secret: change it as it is."))
        values = {document: {name: document[f"true_{name}"] for name in TELLING} for document in guarded}
        guarded._check_true_line()
        guarded.invalidate_recordset(self._true_fields())
        titles = guarded._true_lines()
        for document, vals in values.items():
            if document.id not in titles:
                raise AccessError(self.env._("Only those who are cleared for a paper change its secret title."))
            if not (vals["name"] or "").strip():
                raise UserError(self.env._("A paper has a title, if a secret one."))
            # sudo: checked above; nobody writes titles directly
            gate.opened(titles[document.id].sudo()).write(vals)
        # The journal is read by others: it says that the title changed, not how.
        guarded._journal("title_changed")

    def _check_true_line(self):
        self.check_access("write")
        archive = self.env.su or self.env.user.has_group("client_archive.group_archivist")
        if not archive and any(paper.state in ("filed", "destroyed") for paper in self):
            raise UserError(self.env._("A filed paper is changed by the archive only. Ask an archivist."))

    def write(self, vals):
        if vals.keys() & (set(TELLING) - {"remarks"}) and not gate.is_open(self.env) and any(
                paper.visibility != secrecy.CATALOGUE for paper in self):
            raise UserError(self.env._(
                "The title of this paper is secret: those who are cleared for it change it under “True Title”."))
        return super().write(vals)

    # ------------------------------------------------------------------
    # Conversation: what people write about a paper tells what it is about
    # ------------------------------------------------------------------
    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        if message_operation != "read" or self.env.uid == SUPERUSER_ID:
            return super()._mail_get_operation_for_mail_message_operation(message_operation)
        # sudo: whether it is guarded does not depend on who asks
        guarded = self.sudo().filtered(lambda paper: paper.visibility != secrecy.CATALOGUE)
        opened = self.browse((self.sudo() - guarded + guarded._covered()).ids)
        # Who is not cleared has no operation that would do.
        return defaultdict(
            bool, super(ArchiveDocument, opened)._mail_get_operation_for_mail_message_operation(message_operation))

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Followers who are not cleared get no mail about a paper whose title is secret."""
        recipients = super()._notify_get_recipients(message, msg_vals=msg_vals, **kwargs)
        paper = self.sudo()  # sudo: as above
        if len(paper) != 1 or paper.visibility == secrecy.CATALOGUE:
            return recipients
        users = self.env["res.users"].browse(recipient["uid"] for recipient in recipients if recipient.get("uid"))
        coverages = self.env["archive.clearance"]._coverages(users)
        return [recipient for recipient in recipients if recipient.get("uid") and coverages[recipient["uid"]].covers(
            paper.company_id.id, paper.secrecy_level, paper.compartment_id.id)]
