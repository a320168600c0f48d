import hashlib
import json

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

_ARCHIVIST = "client_archive.group_archivist"
# state → whose part it is
_PARTS = {"draft": "manager_a", "supplement": "manager_a", "to_check": "manager_b", "to_receive": "archivist"}
_ACTIVITY = "client_archive.mail_activity_handover"


class ArchiveHandover(models.Model):
    """Who signs what, in which order (R115, R116, R120, R123). Nobody signs for another."""

    _inherit = "archive.handover"

    # ------------------------------------------------------------------
    # Whose turn it is
    # ------------------------------------------------------------------
    def _is_for(self, user):
        """Tell whether the next signature is ``user``'s."""
        self.ensure_one()
        part = _PARTS.get(self.state)
        if part == "archivist":
            return (user.has_group(_ARCHIVIST) and user not in self.manager_a_id | self.manager_b_id
                    and self.archivist_id in (user, self.env["res.users"]))
        return bool(part) and self[f"{part}_id"] == user

    def _check_turn(self):
        """:raises AccessError: when the next signature is not the current user's"""
        self.ensure_one()
        self.check_access("read")
        self._lock()
        if self.state not in _PARTS:
            raise UserError(self.env._("%s is closed: nothing is signed on it any more.", self.name))
        if not self._is_for(self.env.user):
            who = self._next_user()
            raise AccessError(self.env._(
                "%(list)s is now for %(who)s to sign. Each signs in person, for their own part only.",
                list=self.name, who=who.name or self.env._("an archivist who is not one of the managers")))

    def _next_user(self):
        """Who is called for the next signature, or nobody."""
        part = _PARTS.get(self.state)
        if part == "archivist" and not self.archivist_id:
            head = self.env["archive.officer"]._holders("archive_head", self.company_id)[:1]
            return head - self.manager_a_id - self.manager_b_id
        return self[f"{part}_id"] if part else self.env["res.users"]

    def _check_listing(self):
        """:raises AccessError: unless the current user is manager A (or the system) and the list is open to changes"""
        for handover in self:
            if handover.state not in ("draft", "supplement"):
                raise UserError(self.env._(
                    "%s is signed: its lines change only when it is returned for a supplement.", handover.name))
            if not self.env.su and self.env.user != handover.manager_a_id:
                raise AccessError(self.env._("Manager A (%s) makes this list.", handover.manager_a_id.name))

    # ------------------------------------------------------------------
    # Signing
    # ------------------------------------------------------------------
    def action_sign(self):
        """Sign the part whose turn it is, as the current user.

        :raises AccessError: when it is somebody else's turn
        :raises UserError: when something is not checked, incomplete, or differs from what A signed
        """
        for handover in self:
            handover._check_turn()
            # sudo: managers come from anywhere in the company; that it is their turn was just checked
            mine = handover.sudo()
            {
                "manager_a": mine._sign_as_manager_a,
                "manager_b": mine._sign_as_manager_b,
                "archivist": mine._sign_as_archivist,
            }[_PARTS[mine.state]]()
            mine._call_next()
        return True

    def _sign_as_manager_a(self):
        self._check_complete()
        # with the rights of A: submitting papers of a customer of one's own
        papers = self.sudo(False).line_ids.document_id.filtered(lambda document: document.state == "draft")
        papers.action_submit()
        self.signature_ids._add(self, "manager_a", self.deadline_a)
        gated = {"digest": self._digest(), "sent_on": self.sent_on or self._archive_day()}
        self._move("to_check" if self.has_manager_b else "to_receive", kind="handover_signed", **gated)

    def _sign_as_manager_b(self):
        self._check_same_list()
        self._check_no_gaps()
        if self.unchecked_count:
            raise UserError(self.env._(
                "%s items are not checked yet: compare papers, signatures and page numbers of each.",
                self.unchecked_count))
        self.signature_ids._add(self, "manager_b", self.deadline_b)
        self._move("to_receive", kind="handover_signed")

    def _sign_as_archivist(self):
        self._check_same_list()
        self._check_no_gaps()
        if self.unchecked_count:
            raise UserError(self.env._(
                "%s items are neither checked nor noted as incomplete: go through the list item by item.",
                self.unchecked_count))
        self.signature_ids._add(self, "archivist", self.deadline_b)
        self.archivist_id = self.env.uid
        self._move("done", kind="handover_done", completed_on=self._archive_day())

    def _check_complete(self):
        """:raises UserError: for a list that A cannot sign yet, saying what is missing"""
        if not self.line_ids:
            raise UserError(self.env._("List the papers first: an empty list is not signed."))
        if self.has_manager_b and not self.manager_b_id:
            raise UserError(self.env._("Name manager B, who checks the papers."))
        self.line_ids._check_titles_apart()
        self.line_ids._check_signable()
        waiting = self.supplement_ids.filtered(lambda row: row.state == "open")
        if waiting:
            raise UserError(self.env._("The supplement list still waits for: %s.", ", ".join(waiting.mapped("name"))))

    def _check_no_gaps(self):
        gaps = self.supplement_ids.filtered(lambda row: row.state != "accepted")
        if gaps:
            raise UserError(self.env._(
                "These gaps are not settled: %s. Accept what was supplied, or return the list.",
                ", ".join(gaps.mapped("name"))))

    def _digest(self):
        """SHA-256 over what the lines say, as 64 hex digits: what the three of them sign."""
        lines = [line._signed_values() for line in self.line_ids.sorted("id")]
        return hashlib.sha256(json.dumps([self.name, lines], ensure_ascii=False, default=str).encode()).hexdigest()

    def _check_same_list(self):
        if self._digest() != self.digest:
            raise UserError(self.env._(
                "%s is not what manager A signed: a line was changed. Return it for a supplement and tell the head of "
                "the archive.", self.name))

    def action_check_all(self):
        """Tick, in the current user's turn, every item that is neither ticked nor noted as incomplete."""
        for handover in self:
            handover._check_turn()
            handover.line_ids.filtered(
                lambda line: not (line.finding or line.checked if line.handover_state == "to_receive"
                                  else line.checked_b)).action_check()

    # ------------------------------------------------------------------
    # Gaps (R116, R67)
    # ------------------------------------------------------------------
    def action_return(self):
        """Return the list to A with the supplement list; the signatures on it are void.

        :raises AccessError: when it is not the current user's turn
        :raises UserError: without an entry on the supplement list
        """
        for handover in self:
            handover._check_turn()
            if handover.state not in ("to_check", "to_receive"):
                raise UserError(self.env._("%s is with manager A already.", handover.name))
            gaps = handover.supplement_ids.filtered(lambda row: row.state == "open")
            if not gaps:
                raise UserError(self.env._(
                    "Enter on the supplement list what is missing, who supplies it, and until when."))
            mine = handover.sudo()  # sudo: as in action_sign
            mine.signature_ids._void()
            mine.line_ids._uncheck()
            mine._move("supplement", kind="handover_returned", note="; ".join(gaps.mapped("name")))
            mine._call_next()
            for gap in gaps.filtered(lambda row, lead=mine.manager_a_id: row.user_id != lead):
                mine.activity_schedule(
                    _ACTIVITY, user_id=gap.user_id.id, summary=gap.name, date_deadline=gap.due_on)

    # ------------------------------------------------------------------
    # Filing
    # ------------------------------------------------------------------
    def _papers_to_file(self):
        if self.state != "done":
            return self.env["archive.document"]
        return self.line_ids.filtered("checked").document_id.filtered(lambda document: document.state == "submitted")

    def action_file_papers(self):
        """Receive, code and file the papers that were checked on these lists (R67, R120).

        :raises UserError: when there are none; see also ``archive.document.action_file``
        """
        papers = self.env["archive.document"].union(*(handover._papers_to_file() for handover in self))
        if not papers:
            raise UserError(self.env._("No paper of a completed list waits to be filed."))
        return papers.action_file()

    # ------------------------------------------------------------------
    # Calling the next
    # ------------------------------------------------------------------
    def _call_next(self):
        """Close the activity of the last part and call the one whose turn it is."""
        for handover in self:
            handover.activity_unlink([_ACTIVITY])
            user = handover._next_user()
            if user and handover.state != "draft":
                handover.activity_schedule(
                    _ACTIVITY, user_id=user.id, summary=handover.with_context(lang=user.lang)._call_words(),
                    date_deadline=max(handover.deadline or fields.Date.today(), fields.Date.today()))

    def _call_words(self):
        return {
            "draft": self.env._("List the papers and sign"),
            "supplement": self.env._("Supply what is missing"),
            "to_check": self.env._("Check papers, signatures and page numbers, and sign"),
            "to_receive": self.env._("Check item by item, and sign"),
        }[self.state]
