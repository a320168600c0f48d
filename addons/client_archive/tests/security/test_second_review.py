"""Doors that a second hostile review found open: names of closed records, and content past the journal."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import ArchiveCommon, make_pdf

NAME = {"fields": {"display_name": {}}}


@tagged("-at_install", "post_install")
class TestNamesOfClosedRecords(ArchiveCommon):
    """What a record is called is for those who read it, whatever else would show its name."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.incident = cls.env["archive.incident"].with_user(cls.users["other_sales"]).create({
            "description": "The tender of the customer lies in the copier", "document_ids": [
                Command.link(cls.document.id)]}).with_env(cls.env)
        cls.merit = cls.env["archive.merit"].create({
            "name": "Reported what others hid", "user_id": cls.users["other_sales"].id})
        cls.meeting = cls.env["archive.secret.meeting"].create({
            "subject": "Merger", "date_start": "2031-01-01 08:00:00", "date_end": "2031-01-01 09:00:00",
            "place": "Room 1", "place_fitness": "No windows", "chair_id": cls.users["gm"].id,
            "minutes_by_id": cls.users["deputy_gm"].id})
        cls.closed = cls.incident, cls.merit, cls.meeting

    def test_R51_forms_that_are_not_saved_do_not_name_what_hangs_elsewhere(self):
        for record in self.closed:
            for model, name, shown in (("mail.activity", "res_model", "res_name"),
                                       ("mail.message", "model", "record_name")):
                with self.subTest(record=record._name, model=model):
                    told = self.rpc(
                        "employee", self.env[model].browse(), "onchange", {name: record._name, "res_id": record.id},
                        [name, "res_id"], {shown: {}, name: {}, "res_id": {}})
                    self.assertFalse(told["value"].get(shown))

    def test_R51_forms_name_what_their_user_reads(self):
        for login, record in (("gm", self.incident), ("gm", self.merit), ("employee", self.dossier)):
            with self.subTest(record=record._name):
                told = self.rpc(
                    login, self.env["mail.activity"].browse(), "onchange",
                    {"res_model": record._name, "res_id": record.id}, ["res_model", "res_id"], {"res_name": {}})
                self.assertEqual(told["value"]["res_name"], record.display_name)

    def test_R51_activities_do_not_move_to_what_their_user_does_not_read(self):
        own = self.rpc("employee", self.env["mail.activity"].browse(), "create", [
            {"summary": "Mine", "user_id": self.users["employee"].id}])
        activity = self.env["mail.activity"].browse(own)
        for record in self.closed:
            for vals in ({"res_model": record._name, "res_id": record.id},
                         {"res_model_id": self.env["ir.model"]._get_id(record._name), "res_id": record.id}):
                with self.subTest(record=record._name, vals=vals), self.assertRaises(AccessError), \
                        self.env.cr.savepoint(), mute_logger("odoo.addons.base.models.ir_rule"):
                    self.rpc("employee", activity, "write", vals)
        self.rpc("employee", activity, "write", {"res_model": "archive.dossier", "res_id": self.dossier.id})
        self.assertEqual(activity.res_name, self.dossier.display_name)

    def test_R59_who_follows_an_incident_or_a_meeting_is_told_to_those_who_see_it(self):
        followers = self.env["mail.followers"]
        for record in (self.incident, self.meeting):
            record.message_subscribe(self.users["other_sales"].partner_id.ids)
            domain = [("res_model", "=", record._name), ("res_id", "=", record.id)]
            row = followers.search(domain, limit=1)
            with self.subTest(record=record._name):
                self.assertTrue(row)
                self.assertFalse(self.rpc("employee", followers.browse(), "search", domain))
                self.assertFalse(self.rpc("outsider", followers.browse(), "search", domain))
                with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
                    self.rpc("employee", row, "read", ["partner_id"])
                self.assertTrue(self.rpc("security", followers.browse(), "search", domain))
                self.assertTrue(self.rpc("security", row, "read", ["partner_id"]))

    def test_R55_forms_that_are_not_saved_do_not_name_what_they_link_to(self):
        told = self.onchange("employee", "archive.secret.attendee", {"meeting_id": self.meeting.id}, {
            "meeting_id": NAME, "meeting_state": {}, "company_id": NAME})
        self.assertFalse(told.get("meeting_id") or told.get("meeting_state"))
        told = self.onchange("gm", "archive.secret.attendee", {"meeting_id": self.meeting.id}, {
            "meeting_id": NAME, "meeting_state": {}})
        self.assertEqual(told["meeting_id"]["display_name"], self.meeting.name)
        self.assertEqual(told["meeting_state"], "planned")

    def test_R104_contracts_of_others_are_not_named_by_links_to_them(self):
        contract = self.env["archive.contract"].create({
            "name": "Supply of bearings", "dossier_id": self.dossier.id, "user_id": self.users["sales"].id})
        told = self.onchange("employee", "archive.handover", {"contract_id": contract.id}, {"contract_id": NAME})
        self.assertFalse(told.get("contract_id"))
        handovers = self.env["archive.handover"].browse()
        with self.assertRaisesRegex(AccessError, "no such record"):
            self.rpc("employee", handovers, "create", [{"contract_id": contract.id}])
        own = handovers.browse(self.rpc("employee", handovers, "create", [{}]))
        with self.assertRaisesRegex(AccessError, "no such record"):
            self.rpc("employee", own, "write", {"contract_id": contract.id})

    def onchange(self, login, model, defaults, spec):
        """What a new form shows ``login`` that is opened with ``defaults``."""
        Model = self.env[model].with_user(self.users[login]).with_context(
            {f"default_{name}": value for name, value in defaults.items()})
        return Model.onchange({}, [], spec)["value"]


@tagged("-at_install", "post_install")
class TestContentPastTheJournal(ArchiveCommon):
    """Who may open content opens it in the open: it is neither copied past the journal nor sent from a conversation."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version = cls.env["archive.version"]._add(cls.document, "bearing.pdf", make_pdf("Kingfisher"))
        cls.file = cls._files_of(cls.version)
        cls.sales_partner = cls.users["sales"].partner_id

    def opened(self):
        return self.env["archive.event"].search_count([
            ("kind", "=", "content_opened"), ("res_model", "=", "archive.version"), ("res_id", "=", self.version.id)])

    def test_R78_content_is_not_copied_into_a_file_that_nobody_guards(self):
        for method in ("copy", "copy_data"):
            with self.subTest(method=method), self.assertRaises(AccessError):
                self.rpc("sales", self.file, method, {
                    "res_model": "res.partner", "res_id": self.partner.id, "res_field": False})
        plain = self.env["ir.attachment"].with_user(self.users["sales"]).create({"name": "x.txt", "raw": b"own"})
        self.assertTrue(self.rpc("sales", plain, "copy"))

    def test_R78_content_is_not_sent_from_a_conversation(self):
        with self.assertRaisesRegex(UserError, "content of the archive"):
            self.rpc("sales", self.sales_partner, "message_post", body="See", attachment_ids=self.file.ids)
        messages = self.env["mail.message"].browse()
        for command in (Command.set(self.file.ids), Command.link(self.file.id)):
            with self.subTest(command=command), self.assertRaisesRegex(UserError, "content of the archive"):
                self.rpc("sales", messages, "create", [{
                    "model": "res.partner", "res_id": self.sales_partner.id, "attachment_ids": [command]}])
        message = self.sales_partner.with_user(self.users["sales"]).message_post()
        with self.assertRaisesRegex(UserError, "content of the archive"):
            self.rpc("sales", message, "write", {"attachment_ids": [Command.link(self.file.id)]})

    def test_R78_the_text_of_content_is_not_read_past_the_journal(self):
        self.assertIn("Kingfisher", self.file.index_content)
        grouped = self.rpc("sales", self.file.browse(), "formatted_read_group", [("id", "=", self.file.id)],
                           groupby=["index_content"], aggregates=["__count"])
        self.assertFalse(grouped)
        gathered = self.rpc("sales", self.file.browse(), "formatted_read_group", [("id", "=", self.file.id)],
                            groupby=["res_model"], aggregates=["index_content:array_agg"])
        self.assertNotIn("Kingfisher", str(gathered))
        self.assertFalse(self.opened())
        [values] = self.rpc("sales", self.file, "read", ["index_content"])
        self.assertIn("Kingfisher", values["index_content"])
        self.assertEqual(self.opened(), 1)

    def test_R78_files_of_content_are_not_exported_past_the_journal(self):
        self.users["sales"].group_ids += self.env.ref("base.group_allow_export")
        for name in ("datas", "index_content"):
            with self.subTest(field=name):
                before = self.opened()
                self.env["archive.event"].flush_model()
                rows = self.file.with_user(self.users["sales"]).with_context({}).export_data([name])["datas"]
                self.assertTrue(rows[0][0])
                self.assertEqual(self.opened(), max(before, 1))

    def test_R78_names_of_closed_files_stay_out_of_the_journal_when_their_draft_goes(self):
        for level, told in (("0", True), ("1", False)):
            draft = self._make_document(self.dossier, f"Draft {level}", state="draft", secrecy_level=level)
            name = draft.version_ids[0].name
            self.rpc("sales", draft, "unlink")
            event = self.env["archive.event"].search([
                ("res_model", "=", "archive.document"), ("res_id", "=", draft.id), ("kind", "=", "deleted")])
            with self.subTest(level=level):
                self.assertEqual(name in event.before, told)


@tagged("-at_install", "post_install")
class TestWordsOfTheOffice(ArchiveCommon):
    def test_R59_who_reported_an_incident_does_not_wipe_out_what_is_done_about_it(self):
        incident = self.env["archive.incident"].with_user(self.users["employee"]).create({
            "description": "Copies lay in the yard"}).with_env(self.env)
        incident.with_user(self.users["gm"]).write({
            "action": "Search the yard", "action_deadline": "2031-01-01", "outcome": "Found"})
        for vals in ({"action": False}, {"action_deadline": False}, {"outcome": ""}, {"action": "Nothing"}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.rpc("employee", incident, "write", vals)
        self.assertEqual(incident.action, "Search the yard")
        # a form sends what it did not change as well
        self.rpc("employee", incident, "write", {"remedy": "Locked the yard", "action": "Search the yard"})


@tagged("-at_install", "post_install")
class TestMoneyOfCustomers(ArchiveCommon):
    def test_R81_the_form_of_a_customer_counts_what_its_reader_may_read(self):
        order = self.env["sale.order"].create({
            "partner_id": self.partner.id, "user_id": self.users["sales"].id, "order_line": [Command.create({
                "name": "Bearings", "product_uom_qty": 1, "price_unit": 1000, "product_id": self.env[
                    "product.product"].create({"name": "Bearing"}).id})]})
        order.action_confirm()
        self.env.flush_all()
        names = ["dossier_order_count", "dossier_order_amount", "dossier_erp_kinds"]
        for login, told in (("sales", 1), ("other_sales", 0), ("employee", 0), ("archivist", 0)):
            self.env.invalidate_all()
            [values] = self.rpc(login, self.partner, "read", names)
            with self.subTest(login=login):
                self.assertEqual(values["dossier_order_count"], told)
                self.assertEqual(bool(values["dossier_order_amount"]), bool(told))
