"""Doors that a fourth hostile review found open."""

import io
import json

from PIL import Image

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import BaseCase, HttpCase, tagged
from odoo.tools import mute_logger

from ...tools import hash_chain
from ..common import USCC, ArchiveCommon


def _picture(kind, width=600, height=800):
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(buffer, kind)
    return buffer.getvalue()


@tagged("-at_install", "post_install")
class TestThumbnails(ArchiveCommon, HttpCase):
    """What is handed out whole was opened, whatever size was asked for."""

    def _opened(self, name, content, sizes):
        draft = self._make_document(self.dossier, name, state="draft")
        version = self.env["archive.version"].with_user(self.users["sales"])._add(draft, name, content)
        url = f"/web/image?model=archive.version&id={version.id}&field=content"
        got = [self.url_open(f"{url}&{size}") for size in sizes]
        self.assertTrue(all(answer.status_code == 200 and answer.content for answer in got))
        return self._events(version)

    def _events(self, version):
        return self.env["archive.event"].search_count([
            ("kind", "=", "content_opened"), ("res_model", "=", "archive.version"), ("res_id", "=", version.id),
            ("user_id", "=", self.users["sales"].id)])

    def test_R78_what_odoo_does_not_make_small_is_no_thumbnail(self):
        self.authenticate("test_sales", "test_sales")
        small = ["width=200&height=200"]
        for name, content in (
            ("a.webp", _picture("WEBP")), ("b.gif", _picture("GIF")), ("c.txt", b"<p>Kingfisher</p>"),
        ):
            with self.subTest(name=name):
                self.assertEqual(self._opened(name, content, small), 1)
        for kind in ("PNG", "JPEG", "BMP", "TIFF"):
            with self.subTest(kind=kind):
                self.assertEqual(self._opened(f"x.{kind.lower()}", _picture(kind), small), 0)

    def test_R78_who_asks_for_sizes_and_gets_the_file_has_opened_it(self):
        for context in ({"bin_size_content": True}, {"bin_size_content": "0"}, {"bin_size": {}, "bin_size_content": 1}):
            draft = self._make_document(self.dossier, f"Paper {context}", state="draft")
            version = self.env["archive.version"].with_user(self.users["sales"])._add(
                draft, "a.png", _picture("PNG", 10, len(str(context))))
            for read in (lambda rows: rows.read(["content"]), lambda rows: rows.web_read({"content": {}})):
                rows = version.with_user(self.users["sales"]).with_context(context)
                rows.invalidate_recordset()
                [values] = read(rows)
                with self.subTest(context=context):
                    self.assertEqual(bytes(values["content"], "ascii") if isinstance(values["content"], str)
                                     else values["content"], self.env["archive.version"].browse(version.id).content)
                    self.assertEqual(self._events(version), 1)

    def test_R78_a_strip_without_end_is_no_thumbnail(self):
        self.authenticate("test_sales", "test_sales")
        self.assertEqual(self._opened("strip.png", _picture("PNG", 250, 5000), ["width=256&height=0"]), 1)


@tagged("-at_install", "post_install")
class TestCraftedExports(BaseCase):
    """What a file of the journal shows its reader is what was verified."""

    def setUp(self):
        super().setUp()
        self.events, rows, link = [], [], hash_chain.GENESIS
        for number in range(1, 4):
            event = [number if name == "id" else False for name in hash_chain.EVENT_FIELDS]
            digest = hash_chain.digest(event)
            link = hash_chain.link(link, digest)
            self.events.append(event)
            rows.append(hash_chain.row_line(number, number, digest, link, event))
        self.lines = [hash_chain.first_line(), *rows, hash_chain.last_line(hash_chain.Head(3, link), pending=0)]

    def _verified(self, lines):
        return hash_chain.verify_file(lines)[2]

    def test_R78_the_file_as_it_was_exported_is_whole(self):
        self.assertIsNone(self._verified(self.lines))
        self.assertIsNone(self._verified([line.replace("\n", "\r\n") for line in self.lines]))

    def test_R78_lines_that_show_something_else_are_no_journal(self):
        forged = json.dumps([1, "2020-01-01 00:00:00", 7, "sales", "content_opened", *[False] * 10])
        twice = self.lines[1].replace('{"number"', f'{{"event":{forged},"number"')
        besides = self.lines[1].replace('{"number"', f'{{"note":{forged},"number"')
        escaped = self.lines[1].replace('"event"', '"ev\\u0065nt"')
        fraction = self.lines[1].replace('"number":1', '"number":1.0')
        for name, lines in (
            ("twice", [self.lines[0], twice, *self.lines[2:]]),
            ("besides", [self.lines[0], besides, *self.lines[2:]]),
            ("escaped", [self.lines[0], escaped, *self.lines[2:]]),
            ("fraction", [self.lines[0], fraction, *self.lines[2:]]),
            ("after the end", [*self.lines, self.lines[1].replace(json.dumps(self.events[0]), forged)]),
            ("in the last line", [*self.lines[:-1], self.lines[-1].replace('{"head"', f'{{"event":{forged},"head"')]),
        ):
            with self.subTest(forged=name), self.assertRaises(hash_chain.BadFile):
                self._verified(lines)

    def test_R78_the_verdict_names_what_is_not_shown(self):
        row = json.loads(self.lines[2])
        lines = [*self.lines[:2], hash_chain.row_line(*list(row.values())[:4], hash_chain.WITHHELD), *self.lines[3:]]
        journal, _head, fault = hash_chain.verify_file(lines)
        self.assertIsNone(fault)
        self.assertEqual(journal.withheld, [2])


@tagged("-at_install", "post_install")
class TestAnswersBeforeTheRefusal(ArchiveCommon):
    """What refuses does not tell what it is about: who may not read is refused first."""

    def test_R96_who_approves_what_they_do_not_read_is_not_told_what_it_is(self):
        dialog = self.env["archive.customer.propose"].with_user(self.users["sales"]).create({
            "dossier_id": self.dossier.id, "source": "Register", "proof": "register", "legal_representative": "Lu"})
        proposal = self.env["archive.customer.proposal"].browse(dialog.action_propose()["res_id"])
        step = proposal.approval_step_ids
        self.assertTrue(step.candidate_ids)
        for state in ("pending", "confirmed"):
            with self.subTest(state=state), mute_logger("odoo.addons.base.models.ir_rule", "odoo.orm.models"):
                with self.assertRaises(AccessError) as refused:
                    self.rpc("employee", proposal, "action_approve")
                for word in (proposal.display_name, *step.candidate_ids.mapped("name")):
                    self.assertNotIn(word, str(refused.exception))
            if proposal.state == "pending":
                self.rpc("archivist", proposal, "action_approve")

    def test_R103_amounts_of_closed_contracts_are_not_guessed(self):
        contract = self.env["archive.contract"].with_user(self.users["sales"]).create({
            "name": "Bearings", "dossier_id": self.dossier.id, "amount": 1250.0, "signed_on": "2026-01-01"})
        contract.action_sign()
        told = set()
        for guess in ({"amount": 1250.0}, {"amount": 1.0}, {"name": "Bearings"}, {"name": "Kingfisher"}):
            with self.assertRaises(AccessError) as refused, mute_logger("odoo.orm.models"):
                self.rpc("employee", contract, "write", guess)
            told.add(str(refused.exception))
        self.assertEqual(len(told), 1, told)
        with self.assertRaisesRegex(UserError, "stands as it is"):
            self.rpc("sales", contract, "write", {"amount": 1.0})

    def test_R59_what_incidents_say_is_not_guessed(self):
        incident = self.env["archive.incident"].with_user(self.users["security"]).create({
            "description": "Copies lay about"})
        told = set()
        for reporter in ("security", "gm"):
            with self.assertRaises(AccessError) as refused, mute_logger("odoo.addons.base.models.ir_rule"):
                self.rpc("employee", incident, "write", {"reported_by_id": self.users[reporter].id})
            told.add(str(refused.exception))
        self.assertEqual(len(told), 1, told)

    def test_R84_how_data_was_collected_is_told_of_people_of_the_own_file(self):
        other = self._make_dossier(self.env["res.partner"].create({
            "name": "Other Ltd", "is_company": True, "vat": USCC[1], "country_id": self.env.ref("base.cn").id}),
            "other_sales")
        contact = self.env["res.partner"].create({"name": "Li Na", "parent_id": other.partner_id.id})
        person = self.env["archive.customer.person"].with_user(self.users["other_sales"]).create({
            "dossier_id": other.id, "contact_id": contact.id})
        collections = self.env["archive.customer.collection"].browse()
        with self.assertRaisesRegex(ValidationError, "another file") as refused:
            self.rpc("sales", collections, "create", [{
                "dossier_id": self.dossier.id, "person_id": person.id, "name": "Collected", "source": "Letter"}])
        self.assertNotIn("Li Na", str(refused.exception))
        self.assertTrue(self.rpc("other_sales", collections, "create", [{
            "dossier_id": other.id, "person_id": person.id, "name": "Collected", "source": "Letter"}]))


@tagged("-at_install", "post_install")
class TestNumbers(ArchiveCommon):
    """Numbers of the archive are drawn by what they number, and counted by nobody."""

    def test_R59_how_many_incidents_there_were_is_not_read_off_the_next_number(self):
        Sequences = self.env["ir.sequence"]
        own = Sequences.search([("code", "=like", "archive.%")])
        self.assertTrue(own)
        for login in ("employee", "sales", "archivist", "manager"):
            with self.subTest(login=login):
                self.assertFalse(self.rpc(login, Sequences.browse(), "search", [("id", "in", own.ids)]))

    def test_R35_nobody_draws_a_number_to_leave_a_gap_in_a_register(self):
        sequence = self.env["ir.sequence"].search([("code", "=", "archive.destruction.batch")], limit=1)
        before = sequence.number_next_actual
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            self.rpc("employee", sequence, "next_by_id")
        self.assertFalse(self.rpc("employee", sequence.browse(), "next_by_code", "archive.destruction.batch"))
        self.assertEqual(sequence.number_next_actual, before)

    def test_other_numbers_are_drawn_as_before(self):
        self.env["ir.sequence"].create({"name": "Other", "code": "other.register", "prefix": "O"})
        self.assertEqual(self.rpc("employee", self.env["ir.sequence"].browse(), "next_by_code", "other.register"), "O1")
        self.assertTrue(self.env["archive.incident"].with_user(self.users["employee"]).create({
            "description": "Copies lay about"}).name)


@tagged("-at_install", "post_install")
class TestTabs(ArchiveCommon):
    """Nobody decides by looking at a tab that another put there."""

    def test_R109_a_tab_does_not_press_buttons_of_the_archive(self):
        tabs = self.env["ir.embedded.actions"].browse()
        action = self.env.ref("client_archive.archive_document_action")
        tab = {
            "name": "Overview", "parent_action_id": action.id, "parent_res_model": "archive.request", "user_id": False}
        with self.assertRaisesRegex(AccessError, "Administrators alone"):
            self.rpc("employee", tabs, "create", [{**tab, "python_method": "action_approve"}])
        with self.assertRaisesRegex(AccessError, "Administrators alone"):
            self.rpc("employee", tabs, "create", [{
                **tab, "action_id": self.env.ref("client_archive.archive_dossier_action_export").id}])
        own = tabs.browse(self.rpc("employee", tabs, "create", [{**tab, "action_id": action.id}]))
        with self.assertRaisesRegex(AccessError, "Administrators alone"):
            self.rpc("employee", own, "write", {"python_method": "action_approve", "action_id": False})
        elsewhere = tabs.browse(self.rpc("employee", tabs, "create", [{
            **tab, "parent_res_model": "res.partner", "python_method": "action_archive"}]))
        with self.assertRaisesRegex(AccessError, "Administrators alone"):
            self.rpc("employee", elsewhere, "write", {"parent_res_model": "archive.request"})

    def test_R109_what_an_administrator_puts_there_is_an_event(self):
        self.users["manager"].group_ids += self.env.ref("base.group_system")
        tab = self.env["ir.embedded.actions"].with_user(self.users["manager"]).create({
            "name": "Overview", "parent_action_id": self.env.ref("client_archive.archive_document_action").id,
            "parent_res_model": "archive.request", "python_method": "action_approve"})
        self.assertTrue(self.env["archive.event"].search([
            ("kind", "=", "settings_changed"), ("res_model", "=", tab._name), ("res_id", "=", tab.id)]))
