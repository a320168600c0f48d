from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CustodyCommon


@tagged("-at_install", "post_install")
class TestPlace(CustodyCommon):
    def test_R6_shelving_by_barcode_gives_the_dossier_its_box(self):
        self.shelve(self.document, self.box.barcode, dossier_id=self.dossier.id)
        self.assertEqual(self.document.place_id, self.box)
        self.assertEqual(self.document.shelved_by_id, self.users["archivist"])
        self.assertEqual(self.dossier.box_id, self.box)
        self.assertEqual(self.last_events(self.document)[0], "document_shelved")
        self.assertIn("box_assigned", self.last_events(self.dossier, 3))

    def test_R6_one_box_for_one_customer(self):
        self.shelve(self.document, self.box.barcode)
        self.assertEqual(self.dossier.box_id, self.box)
        other = self._make_document(self.other_dossier(), "Other")
        with self.assertRaisesRegex(UserError, "one volume, one box"):
            self.shelve(other, self.box.barcode)
        with self.assertRaisesRegex(UserError, "one volume, one box"):
            self.shelve(other, self.box.barcode, dossier_id=other.dossier_id.id)
        with self.assertRaisesRegex(UserError, "one volume, one box"):
            self.shelve(other | self._make_document(self.dossier, "Second"), self.box2.barcode)
        self.shelve(other, self.box2.barcode)
        self.assertEqual(other.dossier_id.box_id, self.box2)

    def test_R124_titles_are_kept_in_a_safe(self):
        title = self._make_document(self.dossier, "Land certificate", type_id=self.title_type.id)
        with self.assertRaisesRegex(UserError, "is a title or classified"):
            self.as_user("archivist", title)._shelve(self.box)
        with self.assertRaisesRegex(UserError, "scan the safe they go to"):
            self.shelve(title | self.document, self.box.barcode)
        self.shelve(title | self.document, self.box.barcode, safe_id=self.safe.id)
        self.assertEqual((title.place_id, self.document.place_id), (self.safe, self.box))

    def test_R52_classified_papers_are_kept_in_a_safe(self):
        secret = self._make_document(self.dossier, "Secret", secrecy_level="1")
        with self.assertRaisesRegex(UserError, "is a title or classified"):
            self.as_user("archivist", secret)._shelve(self.shelf)
        in_safe = self.env["archive.place"].create({"name": "Box S", "kind": "box", "parent_id": self.safe.id})
        self.assertTrue(in_safe.is_safe)
        self.as_user("archivist", secret)._shelve(in_safe)
        self.assertEqual(secret.place_id, in_safe)
        with self.assertRaisesRegex(ValidationError, "needs a safe: move it first"):
            in_safe.parent_id = self.shelf

    def test_R52_a_paper_classified_later_is_found(self):
        self.as_user("archivist", self.document)._shelve(self.shelf)
        self.document.secrecy_level = "2"
        found = self.document.search([("needs_safe", "=", True), ("place_id.is_safe", "=", False),
                                      ("place_id", "!=", False)])
        self.assertIn(self.document, found)

    def test_R112_R122_ledger_of_titles(self):
        kinds = self.env["archive.document.type"].search([("is_title", "=", True)]).mapped("title_kind")
        self.assertEqual(set(kinds), {"customer", "guarantor", "other_rights", "chattel", "equity", "other"})
        title = self._make_document(self.dossier, "Land certificate", type_id=self.title_type.id)
        action = self.env["ir.actions.actions"]._for_xml_id("client_archive.archive_title_action")
        ledger = self.env["archive.document"].search([("type_id.is_title", "=", True)])
        self.assertIn("is_title", action["domain"])
        self.assertEqual(ledger, title)

    def test_only_archivists_shelve(self):
        for login in ("employee", "sales", "gm"):
            with self.assertRaises(UserError):
                self.as_user(login, self.document)._shelve(self.box)
            with self.assertRaises(AccessError):
                self.shelve(self.document, self.box.barcode, login=login)

    def test_place_is_not_written_past_shelving(self):
        for login in ("sales", "archivist", "archive_head"):
            with self.assertRaises(UserError):
                self.rpc(login, self.document, "write", {"place_id": self.box.id})
            with self.assertRaises(UserError):
                self.rpc(login, self.dossier, "write", {"box_id": self.box.id})
        with self.assertRaises(AccessError):
            self.rpc("archivist", self.box, "write", {"document_ids": [(4, self.document.id)]})

    def test_only_filed_papers_are_shelved(self):
        draft = self._make_document(self.dossier, "Draft", state="draft")
        with self.assertRaisesRegex(UserError, "not filed"):
            self.as_user("archivist", draft)._shelve(self.box)

    def test_capacity(self):
        self.box.capacity = 1
        second = self._make_document(self.dossier, "Second")
        with self.assertRaisesRegex(UserError, "takes 1"):
            self.as_user("archivist", self.document | second)._shelve(self.box)

    def test_unknown_barcode(self):
        with self.assertRaisesRegex(UserError, "NOPE"):
            self.shelve(self.document, "NOPE")

    def test_tree_of_places(self):
        self.assertEqual(self.box.complete_name, "Room 1 / Shelf A / Box 1")
        for vals in ({"kind": "room", "parent_id": self.shelf.id}, {"kind": "shelf", "parent_id": self.box.id},
                     {"kind": "box", "parent_id": False}):
            with self.assertRaises(ValidationError):
                self.env["archive.place"].create({"name": "Wrong", **vals})
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.env["archive.place"].create({
                "name": "Twin", "kind": "box", "parent_id": self.shelf.id, "barcode": self.box.barcode})

    def test_places_are_the_heads(self):
        for login in ("employee", "sales", "archivist"):
            with self.assertRaises(AccessError):
                self.rpc(login, self.box, "create", [{"name": "x", "kind": "room"}])
        self.as_user("archivist", self.document)._shelve(self.shelf)
        with self.assertRaises(UserError):
            self.rpc("archive_head", self.shelf, "write", {"active": False})

    def test_counts_take_one_query(self):
        """One for the counts, and one a transaction for what the reader is cleared for."""
        self.as_user("archivist", self.document)._shelve(self.box)
        places = self.room | self.shelf | self.box | self.box2 | self.safe
        places.mapped("document_count")  # warms what is cached for good: rules
        self.env.flush_all()
        self.env.invalidate_all()
        places.mapped("parent_path")
        with self.assertQueryCount(2):
            counts = [place.document_count for place in places]
        self.assertEqual(counts, [1, 1, 1, 0, 0])
