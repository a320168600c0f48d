import json

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ...tools import gate

# One function serves every append-only table; the uninstall hook drops it.
APPEND_ONLY_FUNCTION = "client_archive_append_only"


def append_only(cr, table):
    """Make PostgreSQL refuse UPDATE, DELETE and TRUNCATE on ``table`` (invariant 5)."""
    function, trigger = SQL.identifier(APPEND_ONLY_FUNCTION), SQL.identifier(f"{table}_append_only")
    name = SQL.identifier(table)
    cr.execute(SQL(
        """
        CREATE OR REPLACE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'The archive journal is append-only: %% on %% refused', TG_OP, TG_TABLE_NAME
              USING ERRCODE = 'insufficient_privilege';
        END $$
        """, function))
    # Each row, not each statement: Odoo updates every table that may refer to a record, and finds nothing in ours.
    cr.execute(SQL(
        """
        DROP TRIGGER IF EXISTS %(trigger)s ON %(table)s;
        DROP TRIGGER IF EXISTS %(truncate)s ON %(table)s;
        CREATE TRIGGER %(trigger)s BEFORE UPDATE OR DELETE ON %(table)s
            FOR EACH ROW EXECUTE FUNCTION %(function)s();
        CREATE TRIGGER %(truncate)s BEFORE TRUNCATE ON %(table)s
            FOR EACH STATEMENT EXECUTE FUNCTION %(function)s()
        """, trigger=trigger, truncate=SQL.identifier(f"{table}_no_truncate"), table=name, function=function))


def event_kinds(*kinds):
    """Field that adds ``(key, label)`` pairs to the kinds of events.

    The journal outlives the module that wrote it: events of a kind that goes away stay as they are.
    """
    return fields.Selection(selection_add=list(kinds), ondelete={key: _keep_events for key, _label in kinds})


def _keep_events(_events):
    pass


class ArchiveEvent(models.Model):
    """One act on the archive: who, when, what, on which record, from where (R78).

    Rows are written by :meth:`_log` alone and never change: triggers refuse it.
    """

    _name = "archive.event"
    _description = "Archive Event"
    _order = "id desc"
    _rec_name = "res_name"
    _log_access = False

    date = fields.Datetime(required=True, readonly=True, index=True)
    # A user who acted in the archive can be archived, never deleted (R109).
    user_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="restrict")
    user_name = fields.Char(string="Login", readonly=True)
    kind = fields.Selection(
        [
            ("state", "State changed"),
            ("created", "Created"),
            ("changed", "Changed"),
            ("deleted", "Deleted"),
            ("verified", "Journal verified"),
            ("exported", "Journal exported"),
            ("head_taken", "Head of the journal taken"),
        ],
        required=True, readonly=True)
    res_model = fields.Char(string="Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(string="Record", model_field="res_model", readonly=True)
    res_name = fields.Char(string="Record Name", readonly=True, index="trigram")
    company_id = fields.Many2one("res.company", readonly=True, ondelete="restrict")
    before = fields.Text(readonly=True)
    after = fields.Text(readonly=True)
    note = fields.Text(readonly=True)
    channel = fields.Selection(
        [("web", "Screen"), ("rpc", "Another Program"), ("cron", "Scheduled Job"), ("system", "Server Console")],
        readonly=True,
        help="Through what it was done: a browser, another program by RPC, a scheduled job, or the server's console.")
    remote_addr = fields.Char(
        string="Address", readonly=True,
        help="Where the request came from; behind a proxy, what it says, if the server is told to believe it.")
    user_agent = fields.Char(readonly=True)

    _record_idx = models.Index("(res_model, res_id)")
    _user_idx = models.Index("(user_id, date)")
    _kind_idx = models.Index("(kind, id)")

    def init(self):
        append_only(self.env.cr, self._table)

    @api.model_create_multi
    def create(self, vals_list):
        if not gate.is_open(self.env):
            raise AccessError(self.env._("The journal writes itself: events cannot be entered or imported."))
        return super().create(vals_list)

    @api.model
    def _log(self, kind, records, before=None, after=None, note=None):
        """Write one event of ``kind`` for each of ``records``; return the events.

        :param before: values before the act, or a callable that takes the record
        :param after: values after the act, likewise
        :param str note: words of the user or of the machine
        """
        origin = self._origin_of_request()
        vals_list = [
            {
                "date": fields.Datetime.now(),
                "user_id": self.env.uid,
                "user_name": self.env.user.login,
                "kind": kind,
                "res_model": record._name,
                "res_id": record.id,
                "res_name": self._name_of(record),
                "company_id": record.sudo().company_id.id if "company_id" in record._fields else self.env.company.id,
                "before": self._as_json(before, record),
                "after": self._as_json(after, record),
                "note": note,
                **origin,
            }
            for record in records
        ]
        # sudo: nobody has the right to create events; every act of every user is logged
        events = gate.opened(self.sudo()).create(vals_list)
        self.env["archive.event.pending"].sudo()._add(events)
        return events

    @api.model
    def _name_of(self, record):
        """Hook: under what name the journal knows ``record``."""
        return record.sudo().display_name  # sudo: who acts need not read the name

    @api.model
    def _as_json(self, values, record):
        if callable(values):
            values = values(record)
        return json.dumps(values, ensure_ascii=False, sort_keys=True, default=str) if values else False

    @api.model
    def _origin_of_request(self):
        """From where: channel, address and program."""
        # Without a request the context is the server's own.
        return self.env["ir.http"]._archive_origin() or {
            "channel": "cron" if self.env.context.get("cron_id") else "system"}

    # ------------------------------------------------------------------
    # For the auditor
    # ------------------------------------------------------------------
    @api.model
    def _check_auditor(self):
        """Refuse whoever does not audit; see ``security/journal``."""
        if not (self.env.user.has_group("client_archive.group_auditor")
                or self.env.user.has_group("client_archive.group_security_officer")):
            raise AccessError(self.env._("Only auditors and security officers use the journal."))

    @api.model
    def action_verify_journal(self):
        """Verify the chain over the journal; see :meth:`archive.event.seal.action_verify`."""
        return self.env["archive.event.seal"].action_verify()

    @api.model
    def action_export_journal(self):
        """Download the sealed journal as a file that verifies without this server (auditors, security officers)."""
        self._check_auditor()
        return {"type": "ir.actions.act_url", "url": "/archive/journal", "target": "download"}
