from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL, html2plaintext

from odoo.addons.client_archive.tools import gate

OPEN_STATES = ("open", "promised", "disputed", "legal")
_OFFICER = "client_archive_credit.group_credit_officer"
_MANAGER = "client_archive_credit.group_credit_manager"


class CreditCollection(models.Model):
    """What is done to get an overdue debt paid: one matter of a customer in a company at a time (R107).

    Reminders, calls, visits, promises and disputes are its record. It ends settled, or is given up with a reason.
    """

    _name = "credit.collection"
    _inherit = ["mail.thread", "mail.activity.mixin", "archive.state.mixin", "credit.notice.mixin"]
    _description = "Collection Matter"
    _order = "next_on, id desc"
    _rec_names_search = ["name", "partner_id.name"]

    _state_transitions = {
        "open": {"promised", "disputed", "legal", "settled", "given_up"},
        "promised": {"open", "disputed", "legal", "settled", "given_up"},
        "disputed": {"open", "promised", "legal", "settled", "given_up"},
        "legal": {"settled", "given_up"},
        "settled": set(),
        "given_up": set(),
    }
    _gated_fields = frozenset({
        "name", "opened_on", "overdue_before", "letter_count", "legal_on", "closed_on", "closed_by_id",
        "closing_note"})

    name = fields.Char(string="Number", readonly=True, copy=False, index=True)
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, ondelete="restrict", index=True, tracking=True,
        domain="[('parent_id', '=', False)]")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one(
        "res.users", string="Collector", default=lambda self: self.env.user, index=True, ondelete="restrict",
        tracking=True, domain="[('share', '=', False)]")
    manager_id = fields.Many2one(
        "res.users", string="Account Manager", compute="_compute_manager_id", store=True, index=True, precompute=True,
        ondelete="restrict")
    reason = fields.Text(string="What Is Asked for", help="Which debt, and what was agreed about it.")
    opened_on = fields.Date(string="Opened on", readonly=True, copy=False, default=lambda self: self._archive_day())
    next_on = fields.Date(
        string="Next Step on", index=True, tracking=True, default=lambda self: self._archive_day(),
        help="Day on which the collector looks at it again.")
    state = fields.Selection(
        [
            ("open", "Being Collected"),
            ("promised", "Promised"),
            ("disputed", "Disputed"),
            ("legal", "Legal Steps"),
            ("settled", "Settled"),
            ("given_up", "Given Up"),
        ],
        required=True, default="open", readonly=True, copy=False, index=True, tracking=True,
        group_expand="_group_expand_states")
    act_ids = fields.One2many("credit.collection.act", "collection_id", string="Collection Record", readonly=True)
    promise_ids = fields.One2many("credit.promise", "collection_id", string="Promises", readonly=True)
    overdue_before = fields.Monetary(string="Overdue when Opened", readonly=True, copy=False)
    overdue = fields.Monetary(string="Overdue Today", compute="_compute_overdue", compute_sudo=True)
    overdue_since = fields.Date(compute="_compute_overdue", compute_sudo=True)
    last_act_on = fields.Date(string="Last Contact", compute="_compute_record")
    promised_on = fields.Date(string="Next Promise", compute="_compute_record", help="When it is due.")
    promised_amount = fields.Monetary(string="Promised Amount", compute="_compute_record")
    broken_count = fields.Integer(string="Broken Promises", compute="_compute_record")
    letter_count = fields.Integer(string="Dunning Letters", readonly=True, copy=False)
    legal_on = fields.Date(string="Legal Steps since", readonly=True, copy=False)
    closed_on = fields.Date(string="Closed on", readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", string="Closed by", readonly=True, copy=False, ondelete="restrict")
    closing_note = fields.Text(string="How It Ended", readonly=True, copy=False)

    _one_open = models.UniqueIndex(
        "(partner_id, company_id) WHERE state IN ('open', 'promised', 'disputed', 'legal')",
        "A collection matter of this customer is open already: record in that one.")
    _name_uniq = models.UniqueIndex("(name, company_id)", "This number is already taken.")

    # ------------------------------------------------------------------
    # Computes and constraints
    # ------------------------------------------------------------------
    @api.depends("name", "partner_id.name")
    def _compute_display_name(self):
        for matter in self:
            matter.display_name = " ".join(filter(None, [matter.name, matter.partner_id.name]))

    @api.depends("partner_id", "company_id")
    def _compute_manager_id(self):
        for company, matters in self.grouped("company_id").items():
            managers = self.env["res.partner"]._credit_account_managers(matters.partner_id, company)
            for matter in matters:
                matter.manager_id = managers.get(matter.partner_id)

    @api.depends("partner_id", "company_id", "state")
    def _compute_overdue(self):
        for company, matters in self.grouped("company_id").items():
            figures = self.env["credit.exposure"]._of(company, matters.partner_id._origin)
            for matter in matters:
                exposure = figures.get(matter.partner_id._origin.id)
                matter.overdue = exposure.overdue if exposure else 0.0
                matter.overdue_since = exposure.since if exposure else False

    @api.depends("act_ids", "promise_ids.state")
    def _compute_record(self):
        last = dict(self.env["credit.collection.act"]._read_group(
            [("collection_id", "in", self.ids)], ["collection_id"], ["date:max"]))
        promises = {
            (matter, state): (day, amount, count) for matter, state, day, amount, count in
            self.env["credit.promise"]._read_group(
                [("collection_id", "in", self.ids), ("state", "in", ("pending", "broken"))],
                ["collection_id", "state"], ["date:min", "amount:sum", "__count"])}
        for matter in self:
            day, amount, _count = promises.get((matter._origin, "pending"), (False, 0.0, 0))
            matter.update({
                "last_act_on": last.get(matter._origin, False), "promised_on": day, "promised_amount": amount,
                "broken_count": promises.get((matter._origin, "broken"), (False, 0.0, 0))[2]})

    @api.constrains("partner_id")
    def _check_commercial_partner(self):
        for matter in self:
            partner = matter.partner_id
            if partner.commercial_partner_id != partner:
                raise ValidationError(self.env._(
                    "%(contact)s belongs to %(customer)s: collect from the company that pays.",
                    contact=partner.display_name, customer=partner.commercial_partner_id.display_name))

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        matters = super().create(vals_list)
        for matter in matters:
            gate.opened(matter).write({
                # sudo: numbers are drawn for users who do not read the sequence
                "name": self.env["ir.sequence"].sudo().with_company(matter.company_id).next_by_code(
                    "credit.collection"),
                "overdue_before": matter.overdue})
        matters._journal("collection_opened", after=lambda matter: {
            "customer": matter.partner_id.name, "overdue": matter.overdue_before})
        return matters

    def write(self, vals):
        if vals.keys() & {"partner_id", "company_id"} and any(
                self._changes(name, vals[name]) for name in ("partner_id", "company_id") if name in vals):
            raise UserError(self.env._("A collection matter stays with its customer: open another one."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The collection record is not deleted: settle it, or give it up."))

    @api.model
    def _of(self, partners, companies):
        """Mapping of (partner, company) to the open matter of those that have one, in one query."""
        # sudo: whether a debt is being collected does not depend on who asks; callers decide who is shown it
        matters = self.sudo().search([
            ("partner_id", "in", partners.ids), ("company_id", "in", companies.ids), ("state", "in", OPEN_STATES)])
        return {(matter.partner_id, matter.company_id): matter for matter in matters}

    @api.model
    def _open(self, partner, company, user=None, reason=False):
        """The open matter of ``partner`` in ``company``; opened when there is none."""
        found = self._of(partner, company).get((partner, company))
        # sudo: callers have checked who may open it
        return found or self.sudo().create({
            "partner_id": partner.id, "company_id": company.id, "reason": reason,
            "user_id": (user or self.env.user).id})

    # ------------------------------------------------------------------
    # The record
    # ------------------------------------------------------------------
    def action_record(self):
        """Open the dialog that enters a call, a visit, a promise, a dispute."""
        self.ensure_one()
        return self._dialog("credit.collection.record", self.env._("Record"), {"default_collection_id": self.id})

    def _dialog(self, model, name, context):
        return {
            "type": "ir.actions.act_window", "name": name, "res_model": model, "view_mode": "form", "target": "new",
            "context": context}

    def _record(self, kind, content, **values):
        """Enter one act of ``kind``; return it."""
        self.ensure_one()
        Act = gate.opened(self.env["credit.collection.act"])
        return gate.closed(Act.create({
            "collection_id": self.id, "kind": kind, "content": content, "user_id": self.env.uid, **values}))

    def _follow(self, kind):
        """Move along with what was recorded. Legal steps go on whatever the customer says."""
        steps = {"promise": ("open", "disputed", "promised"), "dispute": ("open", "promised", "disputed"),
                 "dispute_settled": ("disputed", "disputed", "open")}
        if kind not in steps:
            return
        *before, after = steps[kind]
        # sudo: whoever may record an act moves the matter by it
        self.sudo().filtered(lambda matter: matter.state in before)._move(after)

    def _after_promises(self):
        """A matter without a pending promise is being collected again."""
        pending = self.promise_ids.filtered(lambda promise: promise.state == "pending").collection_id
        # sudo: whoever judges or withdraws a promise moves the matter by it
        (self - pending).sudo().filtered(lambda matter: matter.state == "promised")._move(
            "open", kind="collection_act")

    def action_record_activities(self):
        """Take the calls and mails that were done as activities on the customer and its invoices into the record.

        :raises AccessError: for anybody but credit officers
        """
        self._check_officer()
        for matter in self:
            messages = matter._done_activities()
            for message in messages:
                matter._record(
                    message.mail_activity_type_id._collection_kind(), html2plaintext(message.body).strip()
                    or message.mail_activity_type_id.name, date=message.date.date(), message_id=message.id)
            matter.message_post(body=self.env._("%s activities were taken into the collection record.", len(messages)))
        return True

    def _done_activities(self):
        """Messages of calls and mails done since the matter was opened, that are not in the record yet."""
        self.ensure_one()
        # sudo: invoices of the customer, whose messages are searched as the user below
        invoices = self.env["account.move"].sudo()._search([
            ("commercial_partner_id", "=", self.partner_id.id), ("company_id", "=", self.company_id.id),
            ("move_type", "in", ("out_invoice", "out_refund", "out_receipt"))])
        recorded = self.env["credit.collection.act"].sudo()._search([("message_id", "!=", False)])
        contacts = self.env["res.partner"].sudo()._search([("commercial_partner_id", "=", self.partner_id.id)])
        return self.env["mail.message"].search([
            ("mail_activity_type_id", "in", self.env["mail.activity.type"]._of_contact().ids),
            ("date", ">=", self.opened_on), ("id", "not in", recorded.subselect("message_id")),
            "|", "&", ("model", "=", "res.partner"), ("res_id", "in", contacts),
            "&", ("model", "=", "account.move"), ("res_id", "in", invoices)], order="date, id")

    # ------------------------------------------------------------------
    # Dunning letter
    # ------------------------------------------------------------------
    def action_send_letter(self):
        """Print the next dunning letter and enter it in the record.

        :raises AccessError: for anybody but credit officers
        :raises UserError: when nothing is overdue
        """
        self._check_officer()
        self._lock()
        for matter in self:
            matter._check_open()
            if matter.currency_id.is_zero(matter.overdue):
                raise UserError(self.env._("Nothing of %s is overdue: no letter is due.", matter.partner_id.name))
            matter._set_gated(kind="collection_act", letter_count=matter.letter_count + 1)
            matter._record("letter", self.env._(
                "Dunning letter no. %(number)s over %(amount)s.", number=matter.letter_count,
                amount=matter.currency_id.format(matter.overdue)))
        return self.env.ref("client_archive_credit.action_report_dunning_letter").report_action(self)

    # ------------------------------------------------------------------
    # Ending
    # ------------------------------------------------------------------
    def action_legal(self):
        """Open the dialog that hands the matter to the courts."""
        return self._closing_dialog("legal", self.env._("Take Legal Steps"))

    def action_settle(self):
        """Open the dialog that ends the matter as settled."""
        return self._closing_dialog("settled", self.env._("Settle"))

    def action_give_up(self):
        """Open the dialog that ends the matter without the money."""
        return self._closing_dialog("given_up", self.env._("Give Up"))

    def _closing_dialog(self, outcome, name):
        self.ensure_one()
        return self._dialog(
            "credit.collection.close", name, {"default_collection_id": self.id, "default_outcome": outcome})

    def _end(self, outcome, note):
        """Go on to legal steps, or end as ``settled`` or ``given_up``, with words.

        :raises AccessError: for anybody but credit officers; what is given up, the credit manager decides
        :raises UserError: without words, for a closed matter, or settled while something is overdue and no manager
        """
        self._check_officer()
        self._lock()
        manager = self.env.su or self.env.user.has_group(_MANAGER)
        if outcome == "given_up" and not manager:
            raise AccessError(self.env._("Only a credit manager does this."))
        if not (note or "").strip():
            raise UserError(self.env._("Say how it stands: what was agreed, paid, or handed over."))
        today = self._archive_day()
        for matter in self:
            matter._check_open()
            if outcome == "settled" and not manager and not matter.currency_id.is_zero(matter.overdue):
                raise UserError(self.env._(
                    "%s is overdue still: the credit manager settles what is not paid.",
                    matter.currency_id.format(matter.overdue)))
            if outcome == "legal":
                matter._move("legal", kind="collection_act", note=note, legal_on=today)
                matter._record("legal", note)
                continue
            matter._move(outcome, kind="collection_closed", note=note, closed_on=today, closed_by_id=self.env.uid,
                         closing_note=note)
            # sudo: nothing waits for the customer's word any more, and nobody is called any more
            matter.sudo().promise_ids.filtered(lambda promise: promise.state == "pending")._move("withdrawn")
            matter.sudo().activity_ids._action_done(feedback=note)

    def _check_officer(self):
        if not self.env.su and not self.env.user.has_group(_OFFICER):
            raise AccessError(self.env._("Only credit officers do this."))
        self.check_access("write")

    def _check_open(self):
        if self.state not in OPEN_STATES:
            raise UserError(self.env._("%s is closed: open another matter.", self.display_name))

    # ------------------------------------------------------------------
    # What is owed
    # ------------------------------------------------------------------
    def _overdue_items(self):
        """Mapping of each matter's id to its overdue items, oldest first, in one query; see ``_ITEMS``.

        Each is (number, invoice date, due date, currency, amount, open amount, days overdue).
        """
        items = {matter.id: [] for matter in self}
        self.env["account.move.line"].flush_model()
        self.env["account.move"].flush_model()
        currencies = self.env["res.currency"]
        for matter_id, currency_id, *row in self.env.execute_query(SQL(
                _ITEMS, ids=tuple(self.ids) or (0,), today=self._archive_day())):
            items[matter_id].append((*row[:3], currencies.browse(currency_id), float(row[3]), float(row[4]), row[5]))
        return items

    def action_view_overdue(self):
        """Open the overdue items of the customer."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window", "res_model": "account.move.line", "name": self.env._("Overdue Items"),
            "view_mode": "list,form", "views": [(False, "list"), (False, "form")], "context": {"create": False},
            "domain": [
                ("partner_id.commercial_partner_id", "=", self.partner_id.id), ("parent_state", "=", "posted"),
                ("account_id.account_type", "=", "asset_receivable"), ("reconciled", "=", False),
                ("amount_residual", ">", 0), ("date_maturity", "<", self._archive_day()),
                ("company_id", "=", self.company_id.id)]}


_ITEMS = """
    SELECT matter.id, line.currency_id, move.name, COALESCE(move.invoice_date, line.date),
           COALESCE(line.date_maturity, line.date), line.amount_currency, line.amount_residual_currency,
           %(today)s - COALESCE(line.date_maturity, line.date)
      FROM credit_collection matter
      JOIN res_partner payer ON payer.commercial_partner_id = matter.partner_id
      JOIN account_move_line line ON line.partner_id = payer.id AND line.company_id = matter.company_id
      JOIN account_account account ON account.id = line.account_id AND account.account_type = 'asset_receivable'
      JOIN account_move move ON move.id = line.move_id
     WHERE matter.id IN %(ids)s AND line.parent_state = 'posted' AND line.reconciled IS NOT TRUE
       AND line.amount_residual > 0 AND COALESCE(move.payment_state, '') NOT IN ('paid', 'in_payment')
       AND COALESCE(line.date_maturity, line.date) < %(today)s
     ORDER BY COALESCE(line.date_maturity, line.date), line.id
"""
