from markupsafe import Markup

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common import make_pdf
from .test_compartment import CompartmentCommon

TITLE, COVER = "并购意向书", "Secret Title"
# What may point at a paper and is not about it: shown as “…” where the paper is not seen
NOT_ABOUT = {
    "archive.document": "annexes are as hidden as their main paper",
    "archive.guarded.title": "a rule of its own",
    "archive.search.entry": "nobody reads it",
    "archive.secret.meeting": "a rule of its own; minutes that are not seen are “…”",
    "archive.version": "a rule of its own",
}


@tagged("post_install", "-at_install")
class TestVisibility(CompartmentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._admit("archivist", cls.merger)
        values = {"secrecy_level": "2", "compartment_id": cls.merger.id, "reference": "BG-7788", "author": "太平洋资本"}
        cls.titled = cls._make_document(cls.dossier, TITLE, **values)
        cls.hidden = cls._make_document(cls.dossier, "并购尽调报告", content=make_pdf("due diligence"), **values)
        cls.rpc("archivist", cls.titled, "write", {"visibility": "title"})
        cls.rpc("archivist", cls.hidden, "write", {"visibility": "existence"})
        for user in cls.users.values():
            user.group_ids |= cls.env.ref("base.group_allow_export")
        cls.uncleared = ("employee", "sales", "head", "archive_head", "gm", "security", "auditor", "manager")

    # ------------------------------------------------------------------
    # Title
    # ------------------------------------------------------------------
    def test_R51_a_secret_title_is_not_on_the_paper(self):
        self.env.cr.execute("SELECT * FROM archive_document WHERE id = %s", [self.titled.id])
        row = str(self.env.cr.fetchone())
        for word in (TITLE, "BG-7788", "太平洋"):
            self.assertNotIn(word, row)
        self.assertEqual(self.titled.name, COVER)
        self.assertTrue(self.titled.display_name.startswith(self.titled.code))

    def test_R51_others_find_it_by_no_word_of_its_title(self):
        Document = self.titled.browse()
        for login in self.uncleared:
            for domain in ([("name", "ilike", "意向书")], [("reference", "=", "BG-7788")], [("author", "!=", False)],
                           [("full_text", "ilike", "意向书")]):
                with self.subTest(login=login, domain=domain):
                    found = self.rpc(login, Document, "search", [("id", "=", self.titled.id), *domain])
                    self.assertEqual(found, [])
            with self.subTest(login=login):
                self.assertEqual(self.rpc(login, Document, "name_search", "意向书"), [])
                fields_read = ["name", "display_name", "reference", "author", "remarks", "true_name",
                               "true_reference", "true_author"]
                self.assertNotIn("意向书", str(self.rpc(login, self.titled, "read", fields_read)))
                self.assertNotIn("意向书", str(self.rpc(login, self.titled, "export_data", ["name", "true_name"])))
                self.assertEqual(self.rpc(login, self.env["archive.guarded.title"], "search", []), [])

    def test_R51_the_cleared_read_and_change_it(self):
        read = self.rpc("archivist", self.titled, "read", ["true_name", "true_reference", "true_author"])[0]
        self.assertEqual((read["true_name"], read["true_reference"], read["true_author"]),
                         (TITLE, "BG-7788", "太平洋资本"))
        found = self.rpc("archivist", self.env["archive.guarded.title"], "search", [("name", "ilike", "意向")])
        self.assertEqual(len(found), 1)
        self.rpc("archivist", self.titled, "write", {"true_name": "并购意向书（二稿）"})
        self.env.invalidate_all()
        self.assertEqual(self.as_user("archivist", self.titled).true_name, "并购意向书（二稿）")
        self.assertEqual(self.titled.name, COVER)
        self.assertEqual(self.last_events(self.titled), ["title_changed"])
        for login in ("archive_head", "sales"):
            with self.subTest(login=login), self.assertRaises(UserError):
                self.rpc(login, self.titled, "write", {"true_name": "x"})
        with self.assertRaisesRegex(UserError, "True Title"):
            self.rpc("archivist", self.titled, "write", {"name": "x"})
        with self.assertRaises(AccessError):
            self.rpc("archivist", self.env["archive.guarded.title"], "create", [{"document_id": self.document.id}])

    def test_R51_titles_that_come_in_secret_are_never_written(self):
        self._admit("sales", self.merger)
        paper = self._make_document(self.dossier, "新意向书", secrecy_level="1", visibility="title")
        self.assertEqual(paper.name, COVER)
        self.assertEqual(self.as_user("sales", paper).true_name, "新意向书")
        events = self.env["archive.event"].search([("res_model", "=", "archive.document"), ("res_id", "=", paper.id)])
        self.assertNotIn("新意向书", str(events.mapped("after")) + str(events.mapped("res_name")))
        self.assertNotIn("新意向书", str(paper.message_ids.mapped("body")) + str(
            paper.message_ids.sudo().tracking_value_ids.mapped("new_value_char")))

    def test_R51_conversation_is_for_the_cleared(self):
        self.titled.message_subscribe(self.users["sales"].partner_id.ids)
        message = self.titled.with_user(self.users["archivist"]).message_post(
            body=Markup("意向书已签"), subtype_xmlid="mail.mt_comment")
        self.assertNotIn(self.users["sales"].partner_id, message.sudo().notified_partner_ids)
        domain = [("model", "=", "archive.document"), ("res_id", "=", self.titled.id)]
        self.assertIn(message.id, self.rpc("archivist", message.browse(), "search", domain))
        for login in self.uncleared:
            with self.subTest(login=login):
                self.assertEqual(self.rpc(login, message.browse(), "search", domain), [])
                with self.assertRaises(AccessError):
                    self.rpc(login, message, "read", ["body"])

    def test_R78_what_messages_tracked_of_a_title_goes(self):
        message = self.document.message_post(body=Markup("x"))
        field = self.env["ir.model.fields"]._get("archive.document", "name")
        value = self.env["mail.tracking.value"].create({
            "field_id": field.id, "mail_message_id": message.id, "old_value_char": "采购合同"})
        activity = self.document.activity_schedule("mail.mail_activity_data_todo", user_id=self.users["sales"].id)
        self.assertIn("采购合同", activity.res_name)
        self.rpc("archivist", self.document, "write", {"compartment_id": self.merger.id, "visibility": "title"})
        self.assertFalse(value.exists())
        self.assertNotIn("采购合同", activity.res_name)
        self.assertIn("title_covered", self.last_events(self.document, 5))

    def test_R78_nothing_is_tracked_of_a_title_that_changes_in_the_same_breath(self):
        self.cr.precommit.run()  # as if the paper had been made in another transaction
        self.rpc("archivist", self.document, "write", {"secrecy_level": "1", "compartment_id": self.merger.id})
        self.rpc("archivist", self.document, "write", {"visibility": "title"})
        self.env.flush_all()
        self.cr.precommit.run()
        values = self.env["mail.tracking.value"].search([
            ("mail_message_id.model", "=", "archive.document"), ("mail_message_id.res_id", "=", self.document.id)])
        self.assertIn("visibility", values.field_id.mapped("name"), "other changes are tracked")
        self.assertNotIn("name", values.field_id.mapped("name"))

    def test_R50_the_title_comes_back_by_itself(self):
        self.titled._declassify("0")
        self.env.invalidate_all()
        self.assertEqual((self.titled.name, self.titled.reference, self.titled.author),
                         (TITLE, "BG-7788", "太平洋资本"))
        self.assertEqual((self.titled.visibility, self.titled.secrecy_level), ("catalogue", "0"))
        self.assertFalse(self.env["archive.guarded.title"].search([("document_id", "=", self.titled.id)]))
        self.assertEqual(self.titled.compartment_id, self.merger, "the content stays in the circle")
        self.assertEqual(self.rpc("employee", self.titled.browse(), "search", [("name", "=", TITLE)]), self.titled.ids)

    def test_R51_a_lower_level_keeps_the_title_secret(self):
        self.titled._declassify("1")
        self.assertEqual((self.titled.name, self.titled.visibility), (COVER, "title"))

    # ------------------------------------------------------------------
    # Existence
    # ------------------------------------------------------------------
    def test_R51_others_do_not_know_of_it(self):
        for login in self.uncleared:
            with self.subTest(login=login):
                self.assertFalse(self.sees(login, self.hidden))
                self.assertTrue(self.sees(login, self.titled))
        self.assertTrue(self.sees("archivist", self.hidden))
        self.assertEqual(self.as_user("archivist", self.hidden).true_name, "并购尽调报告")

    def test_R51_counts_and_groups_leave_it_out(self):
        Document = self.hidden.browse()
        for login, count in (("archivist", 3), ("archive_head", 2), ("sales", 2), ("employee", 2)):
            with self.subTest(login=login):
                self.env.invalidate_all()
                self.assertEqual(self.rpc(login, self.dossier, "read", ["document_count"])[0]["document_count"], count)
                groups = self.rpc(login, Document, "formatted_read_group", [("dossier_id", "=", self.dossier.id)],
                                  ["compartment_id"], ["__count"])
                self.assertEqual(sum(group["__count"] for group in groups), count)
                facts = self.as_user(login, self.dossier)._volume_facts()
                self.assertEqual(facts["papers"], count)
                shown = self.rpc(login, self.dossier, "read", ["document_ids"])[0]["document_ids"]
                self.assertEqual(self.hidden.id in shown, login == "archivist")

    def test_R51_rows_about_it_are_not_found(self):
        request = self.env["archive.request"].with_user(self.users["archivist"]).create({
            "kind": "consult", "dossier_id": self.dossier.id, "purpose": "x",
            "line_ids": [Command.create({"document_id": paper.id}) for paper in (self.hidden, self.document)]})
        line = request.sudo().line_ids.filtered(lambda row: row.document_id == self.hidden)
        seal = self.env["archive.seal"].search([("document_id", "=", self.hidden.id)])
        self.assertTrue(seal)
        for login in ("archive_head", "gm", "security"):
            for row in (line, seal):
                with self.subTest(login=login, model=row._name):
                    self.assertEqual(self.rpc(login, row.browse(), "search", [("id", "in", row.ids)]), [])
                    with self.assertRaises(AccessError):
                        self.rpc(login, row, "read", ["document_id"])
            with self.subTest(login=login):
                shown = self.rpc(login, request, "read", ["line_ids"])[0]["line_ids"]
                self.assertEqual(shown, (request.sudo().line_ids - line).ids)
        self.assertEqual(self.rpc("archivist", line, "read", ["document_id"])[0]["document_id"][0], self.hidden.id)

    def test_R51_the_customers_form_leaves_it_out(self):
        names = ["dossier_document_ids", "dossier_document_count", "dossier_expiring_document_ids"]
        self.hidden.valid_until = self.titled.valid_until = fields.Date.today()
        for login, seen in (("archivist", True), ("archive_head", False), ("sales", False)):
            with self.subTest(login=login):
                self.env.invalidate_all()
                shown = self.rpc(login, self.partner, "read", names)[0]
                self.assertEqual(self.hidden.id in shown["dossier_document_ids"], seen)
                self.assertEqual(shown["dossier_document_count"], 3 if seen else 2)
                self.assertEqual(self.hidden.id in shown["dossier_expiring_document_ids"], seen)
                self.assertIn(self.titled.id, shown["dossier_expiring_document_ids"])

    def test_R51_what_an_import_made_tells_no_secret_title(self):
        batch = self.env["archive.import.batch"].create({})
        records = self.env["archive.import.record"].create([
            {"batch_id": batch.id, "name": name, "res_model": "archive.document", "res_id": paper.id}
            for name, paper in ((TITLE, self.titled), ("采购合同", self.document))])
        for login, seen in (("archivist", records), ("archive_head", records[1])):
            with self.subTest(login=login):
                self.env.invalidate_all()
                found = self.rpc(login, records.browse(), "search", [("id", "in", records.ids)], 0, None, "id")
                self.assertEqual(found, seen.ids)
        with self.assertRaises(AccessError):
            self.rpc("archive_head", records[0], "read", ["name"])

    def test_R51_ids_that_are_guessed_tell_nothing(self):
        Request = self.env["archive.request"]
        errors = []
        for paper_id in (self.hidden.id, self.hidden.id + 100_000):
            with self.assertRaises(AccessError) as caught:
                self.rpc("employee", Request, "create", [{
                    "kind": "loan", "dossier_id": self.dossier.id, "purpose": "x",
                    "line_ids": [Command.create({"document_id": paper_id})]}])
            errors.append(str(caught.exception))
        self.assertEqual(*errors)
        self.assertEqual(self.as_user("employee", self.hidden).sudo().display_name, "…")

    def test_R51_every_row_about_a_paper_is_guarded(self):
        mixin = set(self.env.registry["archive.paper.mixin"]._inherit_children)
        for name, model in self.env.registry.items():
            if model._abstract or model._transient or name in NOT_ABOUT or not name.startswith(("archive.", "credit.")):
                continue
            pointing = [field.name for field in model._fields.values()
                        if field.type == "many2one" and field.comodel_name == "archive.document" and field.store]
            with self.subTest(model=name):
                if pointing:
                    self.assertEqual(pointing, ["document_id"])
                    self.assertIn("paper_visible", model._fields, "inherit archive.paper.mixin")
                    rule = self.env["ir.rule"].search([
                        ("model_id.model", "=", name), ("domain_force", "like", "paper_visible")])
                    self.assertTrue(rule, "a rule asks for paper_visible")
        self.assertTrue(mixin)

    def test_R13_annexes_are_as_hidden_as_their_main_paper(self):
        main = self._make_document(self.dossier, "主合同", compartment_id=self.merger.id)
        annex = self._make_document(self.dossier, "附件", role="annex", main_id=main.id)
        self.assertEqual(annex.compartment_id, self.merger)
        self.rpc("archivist", main, "write", {"visibility": "existence"})
        self.assertEqual(annex.visibility, "existence")
        self.assertFalse(self.sees("archive_head", annex))

    def test_R11_what_is_hidden_completes_nothing(self):
        kind = self.env.ref("client_archive.document_type_0102")
        self.env["archive.document"].search([("dossier_id", "=", self.dossier.id)]).filtered(
            lambda paper: paper != self.hidden)
        before = kind in self.dossier.missing_type_ids
        self.document.write({"compartment_id": self.merger.id, "visibility": "existence"})
        self.titled.write({"visibility": "existence"})
        self.env.invalidate_all()
        self.assertFalse(before)
        asked = kind in self.env["archive.document.type"]._asked_of(self.dossier)[self.dossier.id]
        self.assertEqual(kind in self.dossier.missing_type_ids, asked)
        self.assertEqual(self.dossier in self.dossier.search([("is_incomplete", "=", True)]),
                         self.dossier.is_incomplete)

    # ------------------------------------------------------------------
    # Stricter at once, wider by approval
    # ------------------------------------------------------------------
    def test_R51_wider_by_approval_only(self):
        for login in ("archivist", "sales", "archive_head", "security"):
            for value in ("title", "catalogue", False):
                with self.subTest(login=login, value=value), self.assertRaises(UserError):
                    self.rpc(login, self.hidden, "write", {"visibility": value})
        self._admit("head", self.merger)
        self._admit("gm", self.merger)
        request = self.env["archive.declassification"].with_user(self.users["archivist"]).create({
            "document_id": self.hidden.id, "new_level": "2", "new_visibility": "catalogue", "reason": "Public now"})
        self.rpc("archivist", request, "action_submit")
        self.assertEqual(self.rpc("archive_head", request.browse(), "search", [("id", "=", request.id)]), [])
        self.rpc("head", request, "action_approve")
        self.assertEqual(self.hidden.visibility, "existence")
        self.rpc("gm", request, "action_approve")
        self.assertEqual((self.hidden.visibility, self.hidden.name, self.hidden.secrecy_level),
                         ("catalogue", "并购尽调报告", "2"))
        self.assertFalse(self.opens("archive_head", self.hidden), "the content stays closed")

    def test_R51_nobody_hides_a_paper_from_themselves(self):
        with self.assertRaisesRegex(UserError, "not cleared"):
            self.rpc("archive_head", self.titled, "write", {"visibility": "existence"})
        with self.assertRaises(AccessError):
            self.rpc("sales", self.env["archive.document"], "create", [{
                "name": "x", "dossier_id": self.dossier.id, "secrecy_level": "1", "visibility": "existence",
                "type_id": self.env.ref("client_archive.document_type_0102").id}])

    def test_R51_nothing_to_hide_without_level_and_compartment(self):
        with self.assertRaisesRegex(ValidationError, "nothing to hide"):
            self.rpc("archivist", self.document, "write", {"visibility": "title"})

    def test_R51_security_officer_lets_more_people_see_it_with_a_reason(self):
        values = {"document_ids": [Command.set(self.titled.ids)], "change_compartment": True, "visibility": "catalogue",
                  "reason": "The project is over"}
        dialog = self.env["archive.reclassify"].with_user(self.users["security"]).create(values)
        for login in ("archivist", "gm", "archive_head"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, self.env["archive.reclassify"], "create", [values])
        self.rpc("security", dialog, "action_reclassify")
        self.assertEqual((self.titled.name, self.titled.visibility, self.titled.secrecy_level),
                         (TITLE, "catalogue", "2"))
        self.assertFalse(self.titled.compartment_id)
        event = self.env["archive.event"].search([
            ("res_model", "=", "archive.document"), ("res_id", "=", self.titled.id),
            ("kind", "=", "document_reclassified")])
        self.assertEqual((event.user_id, event.note), (self.users["security"], "The project is over"))
        with self.assertRaises(AccessError):
            self.rpc("security", self.env["archive.reclassify"], "create", [
                {**values, "document_ids": [Command.set(self.hidden.ids)]}])
        self.assertEqual(self.hidden.visibility, "existence")

    def test_R49_a_dossier_raises_its_papers_at_once(self):
        self.rpc("archivist", self.dossier, "write", {"secrecy_level": "3"})
        self.assertEqual(set((self.document | self.titled | self.hidden).mapped("secrecy_level")), {"3"})
        self.rpc("archivist", self.dossier, "write", {"paper_visibility": "title"})
        self.assertEqual((self.document.visibility, self.document.name), ("title", COVER))
        self.assertEqual(self.hidden.visibility, "existence", "stricter stays")
        for vals in ({"secrecy_level": "0"}, {"paper_visibility": "catalogue"}):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, "security officer"):
                self.rpc("archivist", self.dossier, "write", vals)
        dialog = self.env["archive.reclassify"].with_user(self.users["security"]).create({
            "dossier_id": self.dossier.id, "secrecy_level": "1", "visibility": "catalogue", "reason": "Ordinary again"})
        self.rpc("security", dialog, "action_reclassify")
        self.assertEqual((self.dossier.secrecy_level, self.dossier.paper_visibility), ("1", "catalogue"))
        self.assertEqual((self.document.secrecy_level, self.document.visibility), ("3", "title"), "papers keep theirs")

    def test_R49_level_of_the_category_and_of_core_customers(self):
        category = self.dossier.category_id
        category.secrecy_level = "1"
        dossier = self.env["archive.dossier"].create({
            "partner_id": self.env["res.partner"].create({"name": "重要客户"}).id, "category_id": category.id})
        self.assertEqual(dossier.secrecy_level, "1")
        self.company.archive_core_secrecy_level = "2"
        self.dossier._became_core()
        self.assertEqual((self.dossier.secrecy_level, self.document.secrecy_level), ("2", "2"))

    # ------------------------------------------------------------------
    # The archive's work goes on
    # ------------------------------------------------------------------
    def test_R52_an_archivist_shelves_what_they_may_not_read(self):
        room = self.env["archive.place"].create({"name": "库房", "kind": "room"})
        safe = self.env["archive.place"].create({"name": "保险柜", "kind": "safe", "parent_id": room.id})
        shown = self.rpc("archive_head", self.titled, "read", ["code", "page_count", "secrecy_level", "place_id"])[0]
        self.assertTrue(shown["code"])
        self.as_user("archive_head", self.titled)._shelve(safe.with_user(self.users["archive_head"]))
        self.assertEqual(self.titled.place_id, safe)
        self.as_user("archivist", self.hidden)._shelve(safe.with_user(self.users["archivist"]))
        for login, count in (("archivist", 2), ("archive_head", 1)):
            self.env.invalidate_all()
            self.assertEqual(self.rpc(login, safe, "read", ["document_count"])[0]["document_count"], count)

    # ------------------------------------------------------------------
    # Cost
    # ------------------------------------------------------------------
    def test_R51_lists_and_forms_cost_the_same(self):
        Document = self.as_user("archive_head", self.document.browse())

        def queries(call):
            self.env.invalidate_all()
            self.env["archive.clearance"]._forget()
            before = self.cr.sql_log_count
            call()
            return self.cr.sql_log_count - before

        def opened():
            Document.web_search_read([("dossier_id", "=", self.dossier.id)], {
                "code": {}, "name": {}, "date": {}, "partner_id": {"fields": {"display_name": {}}}})
        plain = self.env["ir.rule"].search([("domain_force", "=", "[('is_visible', '=', True)]")])
        queries(opened)
        with_rule = queries(opened)
        plain.active = False
        queries(opened)
        self.assertLessEqual(with_rule - queries(opened), 1, "the question what the reader is cleared for")
