from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from .expiry_mixin import SOON_DAYS


class ArchiveTermMixin(models.AbstractModel):
    """Something a person has from a first day to a last one. Whether it holds is worked out, never stored.

    Kept by others: nobody enters, prolongs or deletes their own, whatever their rights.
    """

    _name = "archive.term.mixin"
    _inherit = ["archive.expiry.mixin", "archive.journal.mixin"]
    _description = "Held by a Person for a Term"

    # Fields that stay as they were entered; the end may move
    _term_fixed = frozenset({"user_id", "company_id", "date_from"})

    user_id = fields.Many2one(
        "res.users", string="Person", required=True, index=True, ondelete="restrict",
        domain="[('share', '=', False)]")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    date_from = fields.Date(string="From", required=True, default=lambda self: self._today(self.env.company))
    date_to = fields.Date(string="Until", help="Last day. Empty: until further notice.")
    term = fields.Selection(
        [("upcoming", "Upcoming"), ("valid", "Valid"), ("soon", "Ends Soon"), ("ended", "Ended")],
        string="Validity", compute="_compute_term", search="_search_term")

    # ------------------------------------------------------------------
    # Validity
    # ------------------------------------------------------------------
    @api.model
    def _today(self, company):
        """Today where ``company`` works: its calendar decides, not the time zone that a client sends."""
        return self._today_in(company.sudo().resource_calendar_id.tz)

    @api.model
    def _today_in(self, timezone):
        return fields.Date.context_today(self.with_context(tz=timezone or "UTC"))

    @api.depends("date_from", "date_to", "company_id")
    def _compute_term(self):
        for record in self:
            today = self._today(record.company_id)
            if record._is_over() or (record.date_to and record.date_to < today):
                record.term = "ended"
            elif not record.date_from or record.date_from > today:
                record.term = "upcoming"
            else:
                soon = record.date_to and record.date_to <= today + timedelta(days=SOON_DAYS)
                record.term = "soon" if soon else "valid"

    @api.model
    def _search_term(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self._today(self.env.company)
        soon = today + timedelta(days=SOON_DAYS)
        over = self._over_domain() | Domain("date_to", "<", today)
        begun = ~over & Domain("date_from", "<=", today)
        ends_soon = Domain("date_to", "!=", False) & Domain("date_to", "<=", soon)
        domains = {
            "ended": over,
            "upcoming": ~over & Domain("date_from", ">", today),
            "soon": begun & ends_soon,
            "valid": begun & ~ends_soon,
        }
        return Domain.OR(domains[wanted] for wanted in value if wanted in domains)

    def _is_over(self):
        """Hook: whether it ended before its last day."""
        return False

    @api.model
    def _over_domain(self):
        """Hook: the records of which :meth:`_is_over` is true."""
        return Domain.FALSE

    @api.constrains("date_from", "date_to")
    def _check_term(self):
        for record in self:
            if record.date_to and record.date_to < record.date_from:
                raise ValidationError(self.env._("The last day is before the first one."))

    # ------------------------------------------------------------------
    # Warning ahead
    # ------------------------------------------------------------------
    @api.model
    def _expiring(self, company, today, soon):
        valid = Domain("company_id", "=", company.id) & Domain("date_from", "<=", soon) & ~self._over_domain()
        ending = self.search(valid & Domain("date_to", ">=", today) & Domain("date_to", "<=", soon))
        held = self.search(valid & Domain("user_id", "in", ending.user_id.ids)).grouped("user_id")
        return ending.filtered(lambda record: record.user_id.active and not any(
            other._renews(record) for other in held[record.user_id] - record))

    def _renews(self, ending):
        """Hook: whether this goes on where ``ending`` ends."""
        return not self.date_to or self.date_to > ending.date_to

    def _ends_on(self):
        return self.date_to

    def _people_concerned(self):
        return self.user_id

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._check_not_own()
        self.env["archive.clearance"]._forget()
        return records

    def write(self, vals):
        self.check_access("write")
        fixed = {name for name in vals.keys() & self._term_fixed if self._differs(name, vals[name])}
        if fixed:
            raise UserError(self.env._(
                "This stays as it was entered: %s. End it, and enter a new one.",
                ", ".join(sorted(self._fields[name]._description_string(self.env) for name in fixed))))
        self._check_not_own()
        before = {record.id: {"until": record.date_to} for record in self}
        result = super().write(vals)
        self.env["archive.clearance"]._forget()
        if "date_to" in vals:
            self._journal("changed", before=lambda record: before[record.id], after=lambda record: {
                "until": record.date_to})
        return result

    def _differs(self, name, value):
        field = self._fields[name]
        return any(
            field.convert_to_cache(value, record, validate=False) != field.convert_to_cache(record[name], record)
            for record in self)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("This is kept on record: end it instead of deleting it."))

    def _check_not_own(self):
        if self.env.user in self.user_id:
            raise AccessError(self.env._("Nobody enters or changes their own %s: ask another security officer.",
                                         self.env["ir.model"]._get(self._name).name))
