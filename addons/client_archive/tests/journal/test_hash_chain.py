import contextlib
import gzip
import io
import tempfile
import time
from pathlib import Path

from odoo.tests import BaseCase, tagged

from ...tools import hash_chain
from ...tools.hash_chain import Fault, Head


def _event(number, **values):
    event = dict.fromkeys(hash_chain.EVENT_FIELDS, False) | {"id": 10 + number, "note": f"第{number}次 act"} | values
    return list(event.values())


def _sealed(events, previous=hash_chain.GENESIS):
    rows = []
    for number, event in enumerate(events, start=1):
        digest = hash_chain.digest(event)
        previous = hash_chain.link(previous, digest)
        rows.append((number, event[0], digest, previous, event))
    return rows


@tagged("at_install", "-post_install")
class TestHashChain(BaseCase):
    def setUp(self):
        super().setUp()
        self.rows = _sealed(_event(number) for number in range(1, 6))

    def _fault(self, **kwargs):
        return hash_chain.verify(self.rows, **kwargs)[1]

    def _altered(self, position, forged):
        number, event_id, _digest, link, _event_values = self.rows[position]
        self.rows[position] = (number, event_id, hash_chain.digest(forged), link, forged)

    def test_R78_whole_chain_verifies(self):
        head, fault = hash_chain.verify(self.rows)
        self.assertIsNone(fault)
        self.assertEqual(head, (5, self.rows[-1][3]))

    def test_R78_verification_goes_on_where_it_stood(self):
        head, fault = hash_chain.verify(self.rows[:2])
        self.assertEqual(hash_chain.verify(self.rows[2:], head), (Head(5, self.rows[-1][3]), None))
        self.assertEqual(hash_chain.verify(self.rows[3:], head)[1], Fault("removed", 3))

    def test_R78_altered_event_is_named(self):
        number, event_id, digest, link, _values = self.rows[2]
        self.rows[2] = (number, event_id, digest, link, _event(3, note="forged"))
        self.assertEqual(self._fault(), Fault("altered", 3, 13))

    def test_R78_altered_event_with_new_digest_is_named(self):
        self._altered(2, _event(3, note="forged"))
        self.assertEqual(self._fault(), Fault("relinked", 3, 13))

    def test_R78_event_under_the_number_of_another_is_named(self):
        number, event_id, digest, link, values = self.rows[2]
        self.rows[2] = (number, 99, digest, link, values)
        self.assertEqual(self._fault(), Fault("altered", 3, 99))

    def test_R78_removed_event_is_named(self):
        self.rows[2] = (*self.rows[2][:4], None)
        self.assertEqual(self._fault(), Fault("removed", 3, 13))

    def test_R78_removed_seal_is_named(self):
        del self.rows[2]
        self.assertEqual(self._fault(), Fault("removed", 3))

    def test_R78_removed_seal_with_others_renumbered_breaks_the_next(self):
        self.rows[2:] = [(row[0] - 1, *row[1:]) for row in self.rows[3:]]
        self.assertEqual(self._fault(), Fault("relinked", 3, 14))

    def test_R78_inserted_seal_is_named(self):
        forged = _event(80)
        digest = hash_chain.digest(forged)
        row = (4, forged[0], digest, hash_chain.link(self.rows[2][3], digest), forged)
        self.rows.insert(4, row)
        self.assertEqual(self._fault(), Fault("inserted", 4, 90), "a number twice")
        self.rows[3:] = [row, *((old[0] + 1, *old[1:]) for old in self.rows[3:4] + self.rows[5:])]
        self.assertEqual(self._fault(), Fault("relinked", 5, 14), "linked in: what follows does not follow")
        self.rows[3] = (*row[:3], "0" * 64, forged)
        self.assertEqual(self._fault(), Fault("inserted", 4, 90), "what follows does follow, without it")

    def test_R78_swapped_events_are_found(self):
        self.rows[1], self.rows[2] = self.rows[2], self.rows[1]
        self.assertEqual(self._fault(), Fault("removed", 2))
        self.rows[1:3] = [(2, *self.rows[1][1:]), (3, *self.rows[2][1:])]
        self.assertEqual(self._fault(), Fault("inserted", 2, 13), "renumbered")

    def test_R78_recomputed_chain_is_caught_by_a_head(self):
        head = Head(4, self.rows[3][3])
        self.rows = _sealed([_event(1), _event(2, note="forged"), *(_event(number) for number in (3, 4, 5))])
        self.assertIsNone(self._fault(), "whole in itself")
        self.assertEqual(self._fault(known=dict([head])), Fault("head", 4, 14))

    def test_R78_missing_end_is_caught_by_a_head(self):
        head, fault = hash_chain.verify(self.rows[:3], known={5: "x"})
        self.assertIsNone(fault)
        self.assertEqual(hash_chain.beyond(head, {5: "x"}), Fault("truncated", 4))
        self.assertIsNone(hash_chain.beyond(head, {3: "x"}))
        self.assertIsNone(hash_chain.beyond(Head(), {}))

    def test_R78_digest_does_not_confuse_fields(self):
        """What moves from one field to the next is another event."""
        one = _event(1, note="a", channel="b")
        other = _event(1, note="ab", channel="")
        self.assertNotEqual(hash_chain.digest(one), hash_chain.digest(other))
        self.assertEqual(hash_chain.digest(one), hash_chain.digest([value or None for value in one]))

    def test_a_head_is_read_as_it_is_printed(self):
        head = Head(12, "ab" * 32)
        self.assertEqual(Head.parse(head.code), head)
        self.assertEqual(Head.parse(f" 12:{' '.join(['ABABABAB'] * 8)}\n"), head)
        for wrong in ("", "12", "12:", "x:" + "ab" * 32, "12:" + "ab" * 31, "12:" + "xy" * 32):
            with self.subTest(code=wrong), self.assertRaises(ValueError):
                Head.parse(wrong)


@tagged("at_install", "-post_install")
class TestProgram(BaseCase):
    """The program for whoever holds an exported journal; ``test_export`` runs it as such on a real one."""

    def _run(self, lines, *options, packed=True):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "journal.jsonl.gz" if packed else "journal.jsonl")
            content = "".join(lines).encode()
            path.write_bytes(gzip.compress(content) if packed else content)
            out, err = io.StringIO(), io.StringIO()
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                code = hash_chain.main([str(path), *options])
        return code, out.getvalue() + err.getvalue()

    def _file(self, rows, **facts):
        return [
            hash_chain.first_line(), *(hash_chain.row_line(*row) for row in rows),
            hash_chain.last_line(Head(*rows[-1][0:4:3]), **facts)]

    def test_R78_a_million_events_in_a_minute(self):
        """Measured as processor time: machines are shared. 17 000 events a second are a million in a minute."""
        count = 20000
        lines = self._file(_sealed(
            _event(number, date="2026-01-01 10:00:00", user_id=7, user_name="sales", kind="content_opened",
                   res_model="archive.version", res_id=number, res_name="B000001-001 采购合同",
                   company_id=1, after='{"file": "采购合同.pdf"}', channel="web",
                   remote_addr="10.0.0.1", user_agent="Mozilla/5.0" * 8)
            for number in range(1, count + 1)))
        start = time.process_time()
        code, words = self._run(lines)
        seconds = time.process_time() - start
        self.assertEqual(code, 0, words)
        self.assertGreater(count / seconds, 1e6 / 60)

    def test_R78_what_is_not_shown_keeps_its_place(self):
        rows = _sealed(_event(number) for number in range(1, 6))
        rows[2] = (*rows[2][:4], hash_chain.WITHHELD)
        code, words = self._run(self._file(rows, pending=3))
        self.assertEqual(code, 0, words)
        self.assertIn("1 events are not shown (number 3)", words)
        self.assertIn("3 events had not been sealed yet", words)
        self.assertIn(Head(5, rows[-1][3]).code, words)

    def test_another_file_is_told_from_a_forged_journal(self):
        lines = self._file(_sealed(_event(number) for number in range(1, 6)))
        for wrong in ([], ["hello\n"], ["{}\n"], lines[:-1], [lines[0], '{"number": 1}\n', lines[-1]],
                      [lines[0], lines[1].replace('"event":[', '"event":[[],'), lines[-1]],
                      [lines[0].replace('"version":1', '"version":9'), *lines[1:]]):
            with self.subTest(lines=wrong[:2]):
                code, words = self._run(wrong, packed=False)
                self.assertEqual(code, 2)
                self.assertIn("Cannot be verified", words)
        self.assertEqual(self._run(lines, "--head", "nonsense")[0], 2)
