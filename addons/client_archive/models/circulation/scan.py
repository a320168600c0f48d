import json
import unicodedata
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .request_line import CONDITIONS, Finding

# A scan that was confirmed is not sent again after so many days.
_KEPT_DAYS = 30
_RECENT = 20


class ArchiveScan(models.Model):
    """A scan at the desk, kept so that one that is sent twice is one act.

    The browser names each scan, and keeps it until the answer comes. When the connection breaks in between, it sends
    the scan again, and gets the answer that the first one had. What a scan does is in ``scan_act``.
    """

    _name = "archive.scan"
    _description = "Scan at the Desk"
    _order = "id desc"
    _rec_name = "code"

    uid = fields.Char(string="Identity", required=True, readonly=True)
    user_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    date = fields.Datetime(required=True, readonly=True, index=True)
    code = fields.Char(required=True, readonly=True)
    result = fields.Json(readonly=True)

    _uid_uniq = models.UniqueIndex("(user_id, uid)", "This scan was sent already.")
    _user_idx = models.Index("(user_id, id DESC)")

    # ------------------------------------------------------------------
    # For the screen
    # ------------------------------------------------------------------
    @api.model
    def scan(self, uid, code, reader=None):
        """Do what scanning ``code`` means at the desk; done once for each ``uid``.

        :param str uid: identity of the scan, made by the browser
        :param dict reader: whose turn it is at the desk: ``request_id`` or ``user_id``, as an earlier answer said
        :return: mapping with ``ok``, ``tone``, ``act``, ``title`` and ``words`` for people; ``reader`` and the papers
            for them; ``line``, the paper that moved. A refusal is an answer as well.
        :raises AccessError: for anybody but archivists
        """
        self.env["archive.request"]._check_desk()
        code = self._clean(code)
        return self._once(uid, code, lambda: self._scanned(code, reader if isinstance(reader, dict) else {}))

    @api.model
    def enter_finding(self, uid, line_id, condition, pages, note):
        """Enter how a paper that was scanned just now differs from what it should be (R109, R126).

        :param int line_id: line of the paper, as the answer to its scan said
        :param condition: key of the condition
        :param int pages: how many pages it has
        :return: as :meth:`scan`
        :raises AccessError: for anybody but archivists
        """
        self.env["archive.request"]._check_desk()
        line = self.env["archive.request.line"].browse(int(line_id))
        finding = Finding(str(condition), str(note or ""), int(pages))
        return self._once(uid, f"#{line.id}", lambda: self._found(line, finding))

    @api.model
    @api.readonly
    def read_recent(self):
        """What the current user scanned last, newest first, and the words of the screen.

        :raises AccessError: for anybody but archivists
        """
        self.env["archive.request"]._check_desk()
        scans = self.search([("user_id", "=", self.env.uid)], limit=_RECENT)
        return {
            "company": self.env.company.name,
            "conditions": self.env["archive.request.line"]._fields["condition"]._description_selection(self.env),
            "recent": [{**scan.result, "uid": scan.uid, "code": scan.code,
                        "date": fields.Datetime.to_string(scan.date)} for scan in scans if scan.result],
        }

    # ------------------------------------------------------------------
    # Once
    # ------------------------------------------------------------------
    @api.model
    def _clean(self, code):
        """``code`` as it was printed: an input method may have made wide characters of it.

        :raises UserError: for nothing, and for what no code of ours can be
        """
        code = unicodedata.normalize("NFKC", str(code or "")).strip()
        if not code or len(code) > 100:
            raise UserError(self.env._("This is no code of the archive: scan it again."))
        return code

    @api.model
    def _once(self, uid, code, act):
        """The answer of ``act``, or the one that it gave when this scan came for the first time.

        A scan that comes twice at the same time fails to serialise, runs again and finds the answer.
        """
        uid = str(uid or "")
        if not 8 <= len(uid) <= 64:
            raise UserError(self.env._("This scan has no identity: reload the page."))
        [row] = self.env.execute_query(SQL(
            """
            WITH fresh AS (
                INSERT INTO archive_scan (uid, user_id, company_id, date, code, create_uid, write_uid, create_date,
                                          write_date)
                VALUES (%(uid)s, %(user)s, %(company)s, %(now)s, %(code)s, %(user)s, %(user)s, %(now)s, %(now)s)
                ON CONFLICT (user_id, uid) DO NOTHING RETURNING id)
            SELECT (SELECT id FROM fresh), (SELECT result FROM archive_scan WHERE user_id = %(user)s AND uid = %(uid)s)
            """, uid=uid, user=self.env.uid, company=self.env.company.id, now=fields.Datetime.now(), code=code))
        scan_id, answer = row
        if not scan_id:
            return {**(answer or {}), "repeated": True}
        try:
            with self.env.cr.savepoint():
                answer = act()
                self.env.flush_all()
        except UserError as error:
            answer = {"ok": False, "tone": "danger", "act": "refused", "title": str(error), "words": []}
        self.env.execute_query(SQL(
            "UPDATE archive_scan SET result = %s WHERE id = %s RETURNING id",
            json.dumps(answer, ensure_ascii=False, default=str), scan_id))
        return {**json.loads(json.dumps(answer, default=str)), "repeated": False}

    @api.autovacuum
    def _gc_scans(self):
        """Forget scans that nobody sends again; what they did is in the journal."""
        self.env.cr.execute(SQL(
            "DELETE FROM archive_scan WHERE date < %s", fields.Datetime.now() - timedelta(days=_KEPT_DAYS)))

    @api.model
    def _condition_words(self, key):
        return dict(self.env["archive.request.line"]._fields["condition"]._description_selection(self.env)).get(
            key, dict(CONDITIONS).get(key, ""))
