import gzip
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ...tools import hash_chain
from ...tools.hash_chain import Head
from .test_journal_check import ChainCommon


@tagged("post_install", "-at_install")
class TestExport(ChainCommon, HttpCase):
    """An auditor takes the journal home, and verifies it there with nothing but Python."""

    def _export(self, login="auditor"):
        self.authenticate(self.users[login].login, self.users[login].login)
        return self.url_open("/archive/journal")

    def _lines(self, content=None):
        content = content or b"".join(self.Seal._export(self.env["res.company"].search([])))
        return gzip.decompress(content).decode().splitlines(keepends=True)

    def _verify(self, lines, *options):
        """Run the program in a process of its own, that knows nothing of Odoo."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "journal.jsonl.gz")
            path.write_bytes(gzip.compress("".join(lines).encode()))
            done = subprocess.run(
                [sys.executable, "-I", "-S", hash_chain.__file__, str(path), *options], capture_output=True, cwd=folder,
                encoding="utf-8", env={"PYTHONIOENCODING": "utf-8"}, check=False)
        return done.returncode, done.stdout + done.stderr

    def test_R78_export_verifies_by_itself_and_is_journaled(self):
        last = self.env["archive.event"].search([], limit=1).id
        head = self.Seal._head()
        response = self._export()
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.headers["Content-Type"], "application/gzip")
        lines = self._lines(response.content)
        code, words = self._verify(lines, "--head", head.code)
        self.assertEqual(code, 0, words)
        self.assertIn(f"{head.number} events", words)
        self.assertIn(head.code, words)
        event = self.env["archive.event"].search([("id", ">", last), ("kind", "=", "exported")])
        self.assertEqual(event.user_id, self.users["auditor"])
        self.assertEqual(json.loads(lines[0])["exported_by"], self.users["auditor"].login)

    def test_R78_forged_exports_are_caught_and_the_row_is_named(self):
        lines = self._lines()
        row = len(lines) // 2
        number = json.loads(lines[row])["number"]

        def forged(line, **values):
            return json.dumps(json.loads(line) | values, ensure_ascii=False, separators=(",", ":")) + "\n"
        event = json.loads(lines[row])["event"]
        altered = [*event[:-1], "forged"]
        cases = {
            "altered": ([*lines[:row], forged(lines[row], event=altered), *lines[row + 1:]], "ALTERED"),
            "altered with its digest": (
                [*lines[:row], forged(lines[row], event=altered, digest=hash_chain.digest(altered)), *lines[row + 1:]],
                "does not follow"),
            "removed": ([*lines[:row], *lines[row + 1:]], "REMOVED"),
            "inserted": ([*lines[:row], forged(lines[row], number=number - 1), *lines[row:]], "INSERTED"),
            "swapped": ([*lines[:row], lines[row + 1], lines[row], *lines[row + 2:]], "SWAPPED"),
            "event removed in the database": (
                [*lines[:row], forged(lines[row], event=None), *lines[row + 1:]], "REMOVED"),
        }
        for name, (content, words) in cases.items():
            with self.subTest(case=name):
                code, said = self._verify(content)
                self.assertEqual(code, 1, said)
                self.assertIn(words, said)
                self.assertRegex(said, rf"number {number - (name == 'inserted')}\b")

    def test_R78_cut_off_export_is_caught(self):
        lines = self._lines()
        head = Head.parse(json.loads(lines[-1])["head"])
        code, said = self._verify(lines[:-1])
        self.assertEqual(code, 2)
        self.assertIn("cut off", said)
        code, said = self._verify([*lines[:-2], lines[-1]])
        self.assertEqual(code, 1)
        self.assertIn(f"ends before number {head.number}", said)
        shorter = json.loads(lines[-3])
        forged = [*lines[:-2], hash_chain.last_line(Head(shorter["number"], shorter["link"]))]
        self.assertEqual(self._verify(forged)[0], 0, "whole in itself")
        code, said = self._verify(forged, "--head", head.code)
        self.assertEqual(code, 1)
        self.assertIn("its end was REMOVED", said)

    def test_R78_recomputed_export_is_caught_by_the_head(self):
        lines = self._lines()
        head = json.loads(lines[-1])["head"]
        forged, link = [], hash_chain.GENESIS
        for line in map(json.loads, lines[1:-1]):
            event = line["event"] if forged else [*line["event"][:-1], "forged"]
            digest = hash_chain.digest(event)
            link = hash_chain.link(link, digest)
            forged.append(hash_chain.row_line(line["number"], line["event_id"], digest, link, event))
        forged = [lines[0], *forged, hash_chain.last_line(Head(len(forged), link))]
        self.assertEqual(self._verify(forged)[0], 0, "whole in itself")
        code, said = self._verify(forged, "--head", head)
        self.assertEqual(code, 1)
        self.assertIn("RECOMPUTED", said)

    def test_R97_events_of_other_companies_keep_their_place_and_are_not_shown(self):
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self.users["manager"]
        stranger.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        stranger.partner_id.company_id = False
        self.env["archive.event"].with_user(stranger)._log("changed", stranger, note="not for others")
        self._seal()
        lines = self._lines(self._export().content)
        self.assertNotIn("not for others", "".join(lines))
        code, words = self._verify(lines)
        self.assertEqual(code, 0, words)
        self.assertIn("1 events are not shown", words)
        self.assertIn("not for others", "".join(self._lines()))

    def test_R97_export_is_for_auditors_and_security_officers(self):
        for login in ("archivist", "gm", "manager", "employee"):
            with self.subTest(login=login), mute_logger("odoo.http"):
                self.assertEqual(self._export(login).status_code, 403)
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, self.env["archive.event"], "action_export_journal")
        self.assertEqual(self._export("security").status_code, 200)
        self.assertEqual(
            self.rpc("security", self.env["archive.event"], "action_export_journal")["url"], "/archive/journal")
        self.authenticate(None, None)
        self.assertNotEqual(self.url_open("/archive/journal").headers["Content-Type"], "application/gzip")
