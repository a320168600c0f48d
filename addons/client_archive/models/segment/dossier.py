from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, format_amount, format_date
from odoo.tools.misc import formatLang

from ...tools import gate, segment

_SURVEY, _SURVEY_DAYS = "client_archive.mail_activity_core_survey", 30
_FIELDS = {axis: f"segment_{axis}" for axis in segment.AXES}


class ArchiveDossier(models.Model):
    """The customer's segments in force (R38–R41, R46): by the figures, or set by hand with a reason."""

    _inherit = "archive.dossier"

    _gated_fields = frozenset(_FIELDS.values())

    segment_time = fields.Selection(
        segment.TIME, string="By Time", readonly=True, copy=False, index=True,
        help="New for a while after the first dealing, then old; future before it.")
    segment_dealing = fields.Selection(
        segment.DEALING, string="By Dealing", readonly=True, copy=False, index=True,
        help="Past customers are never dropped, current ones enriched, upcoming ones collected.")
    segment_nature = fields.Selection(
        segment.NATURE, string="By Nature", readonly=True, copy=False, index=True,
        help="Proposed from the customer's data, and confirmed by hand.")
    segment_volume = fields.Selection(
        segment.VOLUME, string="By Volume", readonly=True, copy=False, index=True,
        help="By the share of the turnover of the last 12 months.")
    segment_rank = fields.Selection(
        segment.RANK, string="Core or Ordinary", readonly=True, copy=False, index=True,
        help="By average yearly turnover and length of the relation; the number of core customers is capped.")
    is_small_old = fields.Boolean(
        string="Small Old Customer", compute="_compute_is_small_old", store=True,
        help="Deals little, but for long: not to be neglected.")
    segment_ids = fields.One2many("archive.segment", "dossier_id", string="Figures", readonly=True)
    ruling_ids = fields.One2many(
        "archive.segment.ruling", "dossier_id", string="Set by Hand", readonly=True, context={"active_test": False})
    segment_summary = fields.Char(string="Segments", compute="_compute_segment_summary")
    segment_time_why = fields.Char(string="Why by Time", compute="_compute_segment_why")
    segment_dealing_why = fields.Char(string="Why by Dealing", compute="_compute_segment_why")
    segment_nature_why = fields.Char(string="Why by Nature", compute="_compute_segment_why")
    segment_volume_why = fields.Char(string="Why by Volume", compute="_compute_segment_why")
    segment_rank_why = fields.Char(string="Why Core or Ordinary", compute="_compute_segment_why")

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("segment_time", "segment_volume", "segment_rank")
    def _compute_is_small_old(self):
        for dossier in self:
            dossier.is_small_old = (
                dossier.segment_time == "old" and dossier.segment_volume == "sporadic"
                and dossier.segment_rank != "core")

    @api.depends(*_FIELDS.values())
    @api.depends_context("lang")
    def _compute_segment_summary(self):
        for dossier in self:
            dossier.segment_summary = " · ".join(filter(None, (
                dossier._segment_label(axis, dossier[name]) for axis, name in _FIELDS.items())))

    def _segment_label(self, axis, value):
        return dict(self._fields[_FIELDS[axis]]._description_selection(self.env)).get(value)

    @api.depends("segment_ids", "ruling_ids", *_FIELDS.values())
    @api.depends_context("lang", "uid")
    def _compute_segment_why(self):
        # As the user: figures are shown to those who may read them.
        readable = self.env["archive.segment"].has_access("read")
        figures = self.env["archive.segment"].search([("dossier_id", "in", self.ids)]) if readable else []
        rows = {row.dossier_id.id: row for row in figures}
        rulings = {
            (ruling.dossier_id.id, ruling.axis): ruling
            for ruling in self.env["archive.segment.ruling"].search([("dossier_id", "in", self.ids)])}
        for dossier in self:
            row = rows.get(dossier._origin.id)
            for axis, name in _FIELDS.items():
                why = getattr(self, f"_why_{axis}")(row) if row else False
                if ruling := rulings.get((dossier._origin.id, axis)):
                    why = dossier._why_by_hand(ruling, row, why)
                elif axis == "nature" and why:
                    why = self.env._("proposed: %s", why)
                dossier[f"{name}_why"] = why

    # ------------------------------------------------------------------
    # In words
    # ------------------------------------------------------------------
    def _why_by_hand(self, ruling, row, why):
        words = self.env._(
            "set by hand: %(reason)s (%(user)s, %(date)s).", reason=ruling.reason, user=ruling.sudo().user_id.name,
            date=format_date(self.env, ruling.date))
        if not row:
            return words
        return self.env._(
            "%(by_hand)s The figures would say %(segment)s: %(why)s", by_hand=words,
            segment=self._segment_label(ruling.axis, row[ruling.axis]), why=why)

    def _why_time(self, row):
        if row.time == "old" and not row.first_on:
            return self._why_closed()
        day = format_date(self.env, row.first_on)
        return {
            "future": self.env._("nothing was ordered or invoiced yet"),
            "new": self.env._("first dealing on %(day)s, within the last %(months)s months", day=day,
                              months=row.company_id.archive_new_months),
            "old": self.env._("customer since %s", day),
        }[row.time]

    def _why_closed(self):
        return self.env._("the file was closed when dealings ended: it is never dropped")

    def _why_dealing(self, row):
        if row.dossier_id.state == "closed":
            return self._why_closed()
        day = format_date(self.env, row.last_on)
        return {
            "upcoming": self.env._(
                "no dealing yet, %s open quotations: information is collected", row.quotation_count),
            "current": self.env._("last dealing on %s: the file is enriched", day),
            "past": self.env._("last dealing on %(day)s, more than %(months)s months ago: the file is never dropped",
                               day=day, months=row.company_id.archive_current_months),
        }[row.dealing]

    def _why_nature(self, row):
        return {
            "person": self.env._("the customer is a person"),
            "public": self.env._("the credit code is one of public bodies"),
            "supplier": self.env._("we buy from this customer, too"),
            "registrar": self.env._("the credit code is not one of business companies"),
            "default": self.env._("the customer is a company"),
        }[row.nature_basis]

    def _why_volume(self, row):
        share = formatLang(self.env, row.share, digits=0 if row.share >= 10 else 1)
        if row.volume == "sporadic":
            return self.env._("%(count)s dealings and %(share)s%% of turnover in the last 12 months",
                              count=row.dealing_count, share=share)
        return self.env._("%(share)s%% of turnover of the last 12 months, %(amount)s in %(count)s dealings",
                          share=share, amount=self._amount(row, row.turnover), count=row.dealing_count)

    def _why_rank(self, row):
        years = formatLang(self.env, segment.years_between(row.first_on, row.computed_on or row.last_on), digits=1)
        average = self._amount(row, row.average_turnover)
        if row.rank == "core":
            return self.env._(
                "place %(place)s for %(places)s core customers by average yearly turnover of %(average)s, customer for "
                "%(years)s years", place=row.position, places=row.company_id.archive_core_limit, average=average,
                years=years)
        if row.position:
            return self.env._(
                "place %(place)s for %(places)s core customers by average yearly turnover of %(average)s; scored in "
                "group %(group)s", place=row.position, places=row.company_id.archive_core_limit, average=average,
                group=row.score_group or "-")
        return self.env._(
            "average yearly turnover of %(average)s, customer for %(years)s years: not among those that may be core; "
            "scored in group %(group)s", average=average, years=years, group=row.score_group or "-")

    def _amount(self, row, amount):
        return format_amount(self.env, round(amount), row.currency_id, trailing_zeroes=False)

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.ondelete(at_uninstall=False)
    def _unlink_never_dealt(self):
        for dossier in self:
            if dossier.segment_dealing in ("past", "current"):
                raise UserError(self.env._(
                    "%s has dealt with the company: the file of a past customer is never dropped.",
                    dossier.display_name))

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_overrule_segment(self):
        """Open the dialog that sets a segment by hand."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("client_archive.archive_segment_overrule_action")
        return {**action, "context": {
            "default_dossier_id": self.id, "default_axis": self.env.context.get("archive_axis", "nature")}}

    def action_view_figures(self):
        """Open the trends of the customer's figures (R45)."""
        action = self.env["ir.actions.actions"]._for_xml_id("client_archive.archive_figure_action")
        return {**action, "domain": [("dossier_id", "in", self.ids)]}

    # ------------------------------------------------------------------
    # By the figures, or by hand
    # ------------------------------------------------------------------
    def _apply_segments(self):
        """Take over what the figures say, but for what was set by hand; every change is journaled."""
        # sudo: figures and rulings are read to be applied, not shown
        rows = self.env["archive.segment"].sudo().search([("dossier_id", "in", self.ids)]).grouped("dossier_id")
        by_hand = {
            (ruling.dossier_id, ruling.axis)
            for ruling in self.env["archive.segment.ruling"].sudo().search([("dossier_id", "in", self.ids)])}
        before, after = {}, {}
        for dossier in self.filtered(lambda dossier: dossier in rows):
            wanted = {
                name: rows[dossier][axis] for axis, name in _FIELDS.items()
                if (dossier, axis) not in by_hand and dossier[name] != rows[dossier][axis]}
            if wanted:
                before[dossier.id] = {name: dossier[name] for name in wanted}
                after[dossier.id] = wanted
                gate.opened(dossier).write(wanted)
        changed = self.filtered(lambda dossier: dossier.id in after)
        changed._journal("segment_changed", before=lambda dossier: before[dossier.id],
                         after=lambda dossier: after[dossier.id])
        changed.filtered(lambda dossier: after[dossier.id].get("segment_rank") == "core")._became_core()

    def _overrule(self, axis, value, reason):
        """Set a segment by hand; it stands until :meth:`_let_figures_decide`.

        :raises AccessError: for anybody but archivists and department heads
        :raises UserError: without a reason, for a value that the segment does not have, or beyond the number of core
            customers
        """
        self.ensure_one()
        self._check_may_overrule()
        if value not in dict(segment.VALUES.get(axis, ())):
            raise UserError(self.env._("Choose what the segment is set to."))
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the segment is set by hand."))
        dossier = self.sudo()  # sudo: checked above; heads do not write the fields of a dossier
        if axis == "rank" and value == "core" and dossier.segment_rank != "core":
            dossier._check_core_place()
        dossier._end_ruling(axis)
        gate.opened(dossier.env["archive.segment.ruling"]).create({
            "dossier_id": self.id, "axis": axis, "value": value, "reason": reason, "user_id": self.env.uid,
            "date": self._archive_day()})
        became_core = value == "core" and dossier.segment_rank != "core"
        dossier._set_gated(kind="segment_overruled", note=reason, **{_FIELDS[axis]: value})
        if became_core:
            dossier._became_core()
        dossier._rank_again(axis)

    def _let_figures_decide(self, axis):
        """End what was set by hand for ``axis``.

        :raises AccessError: for anybody but archivists and department heads
        """
        self.ensure_one()
        self._check_may_overrule()
        dossier = self.sudo()  # sudo: as in _overrule
        dossier._end_ruling(axis)
        dossier._rank_again(axis)
        row = dossier.segment_ids[:1]
        dossier._set_gated(kind="segment_released", **{_FIELDS[axis]: row[axis] if row else False})

    def _rank_again(self, axis):
        """A place that was given or freed by hand is another customer's loss or gain, at once: the cap always holds."""
        if axis == "rank":
            self.env.flush_all()
            self.env["archive.segment"]._rank(self.company_id, self._archive_day())

    def _check_may_overrule(self):
        user = self.env.user
        if not (user.has_group("client_archive.group_archivist")
                or user.has_group("client_archive.group_department_head")):
            raise AccessError(self.env._("Archivists and department heads set a segment by hand."))
        self.check_access("read")
        self._lock()

    def _end_ruling(self, axis):
        rulings = self.env["archive.segment.ruling"].search([("dossier_id", "=", self.id), ("axis", "=", axis)])
        gate.opened(rulings).write({"active": False, "ended_on": self._archive_day()})
        rulings.flush_recordset()
        self._touch()  # the nightly job, if it runs right now, sees us

    def _check_core_place(self):
        """Refuse a core customer by hand beyond the places; those of the figures give way to it.

        Of two people who take the last place at once, the second fails to serialise, and is refused when run again.
        """
        self.env.cr.execute(SQL(
            "UPDATE archive_segment SET company_id = company_id WHERE id = ("
            "SELECT MIN(id) FROM archive_segment WHERE company_id = %s)", self.company_id.id))
        places = self.company_id.archive_core_limit
        by_hand = self.env["archive.segment.ruling"].search_count([
            ("company_id", "=", self.company_id.id), ("axis", "=", "rank"), ("value", "=", "core")])
        if by_hand >= places:
            raise UserError(self.env._(
                "All %s places of core customers were given by hand: let the figures decide on another one first.",
                places))

    def _became_core(self):
        """A core customer gets a deep survey (R46): its account manager is called."""
        called = set(self.activity_search([_SURVEY]).mapped("res_id"))
        deadline = fields.Date.add(self._archive_day(), days=_SURVEY_DAYS)
        for dossier in self.filtered(lambda dossier: dossier.id not in called and dossier.user_id.active):
            dossier.activity_schedule(
                _SURVEY, user_id=dossier.user_id.id, date_deadline=deadline, summary=dossier.with_context(
                    lang=dossier.user_id.lang).env._("Core customer: make a deep survey"))
