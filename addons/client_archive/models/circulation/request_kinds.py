from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools import gate, page_range

# Kinds of which copies leave for good, numbered and sealed (R23, R26, R56)
COPIED = ("copy", "external")
# Kinds with a stranger to the company
OUTSIDERS = ("external", "visit")
_MOST_COPIES = 99


class ArchiveRequest(models.Model):
    """What a kind of request asks for beyond the slip: reading on screen, carrying out, copies, outsiders.

    On screen (R16–R20, R51) nothing is handed out: the approval opens the papers to their reader, see ``reading``.
    Carrying out (R54) takes originals out of the house: a named carrier, with safeguards, from one day to another.
    It is as strict as a loan and as giving outside, together. Copies are numbered and sealed, see ``copy_issue``.
    """

    _inherit = "archive.request"

    copy_count = fields.Integer(string="Number of Copies", default=1, help="Of each paper.")
    destination = fields.Char(string="Carried to", help="Where the papers are on the way.")
    carry_from = fields.Date(string="Carried from", help="The day on which the papers leave.")
    carry_until = fields.Date(string="Carried until", help="The day on which the papers are back.")
    outsider_document = fields.Char(
        string="Outsider's ID", copy=False,
        help="Kind and number of the document by which the archivist knows who comes to read or to receive.")
    can_read_now = fields.Boolean(compute="_compute_can_read_now", help="The current user may read on screen now.")

    @api.depends("kind", "state", "grant_ids.ended_on")
    @api.depends_context("uid")
    def _compute_can_read_now(self):
        now = fields.Datetime.now()
        for request in self:
            request.can_read_now = request.kind == "screen" and any(
                grant.user_id == self.env.user and grant._holds(now) for grant in request.grant_ids)

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("copy_count", "kind")
    def _check_copy_count(self):
        for request in self:
            if request.kind in COPIED and not 1 <= request.copy_count <= _MOST_COPIES:
                raise ValidationError(self.env._("Ask for one to %s copies of each paper.", _MOST_COPIES))

    @api.constrains("carry_from", "carry_until", "kind")
    def _check_carry_days(self):
        for request in self.filtered(lambda rec: rec.kind == "carry" and rec.carry_from and rec.carry_until):
            if request.carry_until < request.carry_from:
                raise ValidationError(self.env._("The papers are back after they have left: check the days."))

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    def write(self, vals):
        if "outsider_document" in vals and not gate.is_open(self.env) and any(
                request.state not in ("draft", "submitted", "approved") for request in self):
            raise UserError(self.env._("By what the outsider was known is noted before anything is handed over."))
        return super().write(vals)

    # ------------------------------------------------------------------
    # On the way
    # ------------------------------------------------------------------
    def _check_complete(self):
        super()._check_complete()
        if self.kind != "carry":
            return
        if not all((self[name] or "").strip() for name in ("carrier", "safeguards", "destination")):
            raise UserError(self.env._("Name who carries the papers, where to, and how they are protected on the way."))
        if not (self.carry_from and self.carry_until):
            raise UserError(self.env._("Say from which day to which the papers are on the way."))
        today = self.company_id._archive_today()
        longest = super()._term()[0] - today  # pylint: disable=super-method-mismatch  # as long as a loan
        if self.carry_from < today:
            raise UserError(self.env._("The papers leave today at the earliest: check the days."))
        if self.carry_until - self.carry_from > longest:
            raise UserError(self.env._("Papers are out for %s days at most, as those that are borrowed.", longest.days))

    def _check_on_file(self):
        """What is asked for is still where it was: another dossier is another owner, who approves as well."""
        super()._check_on_file()
        self._check_one_customer()

    def _term(self):
        """Papers that are carried out are back on the day that the request names, and collected until then."""
        if self.kind != "carry" or not self.carry_until:
            return super()._term()
        return self.carry_until, self._end_of(self.carry_until)

    def _words_when_granted(self, due):
        if self.kind == "screen":
            return self.env._("Approved. Read it on screen until %s, with the button on this request.", due)
        if self.kind in COPIED:
            return self.env._("Approved. The archive makes the copies; collect them by %s.", due)
        return super()._words_when_granted(due)

    def _holder(self):
        if self.kind == "carry":
            return " · ".join(filter(None, [self.carrier, self.destination]))
        return super()._holder()

    @api.model
    def _asked_again(self):
        return [*super()._asked_again(), "copy_count", "destination"]

    # ------------------------------------------------------------------
    # The desk
    # ------------------------------------------------------------------
    def action_hand_out(self):
        """Hand originals out; what is read on screen stays, and copies go out numbered.

        :raises UserError: for those
        """
        for request in self:
            if request.kind == "screen":
                raise UserError(self.env._("%s is read on screen: nothing is handed out.", request.name))
            if request.kind in COPIED:
                raise UserError(self.env._(
                    "%s is about copies: number and seal them with “Issue Copies”.", request.name))
        return super().action_hand_out()

    def _check_may_go_out(self, lines):
        super()._check_may_go_out(lines)
        if self.kind == "carry" and self.company_id._archive_today() < self.carry_from:
            raise UserError(self.env._(
                "%(request)s: the papers leave on %(day)s, not before.", request=self.name, day=self.carry_from))
        if self.kind in OUTSIDERS and not (self.outsider_document or "").strip():
            raise UserError(self.env._(
                "Note kind and number of the document by which you know %s.", self.outsider_name))

    # ------------------------------------------------------------------
    # On screen
    # ------------------------------------------------------------------
    def action_read(self):
        """Open the papers on screen, for their reader (R51).

        :raises UserError: when none of them is open to the current user any more
        """
        self.ensure_one()
        now = fields.Datetime.now()
        grants = self.env["archive.grant"].search(
            Domain("request_id", "=", self.id) & Domain("user_id", "=", self.env.uid), order="id")
        grants = grants.filtered(lambda grant: grant._holds(now))
        if not grants:
            raise UserError(self.env._("Nothing of %s is open to you on screen (any more).", self.name))
        return grants[0].action_read()


class ArchiveRequestLine(models.Model):
    """An excerpt: some pages of a paper (R23)."""

    _inherit = "archive.request.line"

    pages = fields.Char(string="Excerpt of Pages", help="As 1-3, 7; empty for the whole paper.")

    @api.constrains("pages")
    def _check_pages(self):
        for line in self.filtered("pages"):
            try:
                page_range.parse(line.pages)
            except ValueError as error:
                raise ValidationError(self.env._(
                    "“%s” names no pages: write them as 1-3, 7.", line.pages)) from error
