"""Doors that a seventh hostile review found open: what Odoo's jobs do with all rights for whoever names it."""

import unittest
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, JsonRpcException, new_test_user, tagged
from odoo.tools import mute_logger

from ...tools import gate
from ..common import ArchiveCommon, make_pdf

REPORT = "client_archive.report_incident"
WORD = "Kingfisher"


class IncidentCommon(ArchiveCommon):
    """An incident that a salesperson does not read, with the form on which it is reported."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.incident = cls.env["archive.incident"].with_user(cls.users["security"]).create({
            "description": "Kingfisher"}).with_env(cls.env)
        cls.report = cls.env["ir.actions.report"]._get_report_from_name(REPORT)

    def refused(self, login, records, method, *args, **kwargs):
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.rpc(login, records, method, *args, **kwargs)


@tagged("-at_install", "post_install")
class TestForms(IncidentCommon):
    def test_R59_no_job_prints_a_form_for_whoever_named_it(self):
        Report = self.env["ir.actions.report"].sudo()
        for called_on in (Report, Report.with_user(1), Report.with_user(self.users["employee"])):
            with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
                called_on._render_qweb_pdf(REPORT, self.incident.ids)
        self.assertTrue(Report.with_user(self.users["security"])._render_qweb_html(REPORT, self.incident.ids)[0])
        self.assertTrue(gate.opened(Report)._render_qweb_html(REPORT, self.incident.ids)[0])


@tagged("-at_install", "post_install")
class TestWaitingMail(IncidentCommon):
    """A template of one's own waited on an order: the job attached to it the incident of the order's number."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["seller"] = new_test_user(
            cls.env, "test_seller", "sales_team.group_sale_salesman,client_archive.group_user")
        cls.order = cls.env["sale.order"].with_user(cls.users["seller"]).create({"partner_id": cls.partner.id})
        cls.template = cls.env["mail.template"].with_user(cls.users["seller"]).create({
            "name": "Mine", "model_id": cls.env["ir.model"]._get_id("sale.order"), "subject": "x",
            "report_template_ids": [(6, 0, cls.report.ids)]})

    def test_R59_what_waits_on_an_order_is_no_template_of_its_users(self):
        for value in (self.template.id, float(self.template.id), str(self.template.id)):
            self.refused("seller", self.order, "write", {"pending_email_template_id": value})
        self.refused("seller", self.order, "create", {
            "partner_id": self.partner.id, "pending_email_template_id": self.template.id})
        self.rpc("seller", self.env["ir.default"], "set", "sale.order", "pending_email_template_id",
                 self.template.id, True)
        self.refused("seller", self.order, "create", {"partner_id": self.partner.id})

    def test_Odoo_lets_its_own_mails_wait(self):
        own = self.env.ref("sale.mail_template_sale_confirmation")
        self.assertTrue(self.rpc("seller", self.order, "write", {"pending_email_template_id": own.id}))
        self.assertTrue(self.rpc("seller", self.order, "write", {"pending_email_template_id": False}))
        self.env["sale.order.template"].create({"name": "x", "mail_template_id": self.template.id})
        self.assertTrue(self.rpc("seller", self.order, "write", {"pending_email_template_id": self.template.id}))


@tagged("-at_install", "post_install")
class TestLetters(IncidentCommon):
    """Every employee writes letters by post; a job printed whatever record and form they name, for them to read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if "snailmail.letter" not in cls.env:
            raise unittest.SkipTest("Odoo's letters by post are not installed.")
        cls.channel = cls.env["discuss.channel"].with_user(cls.users["employee"])._create_channel("Mine", None)
        cls.Letter = cls.env["snailmail.letter"]
        cls.partner.write({
            "street": "1", "city": "1", "zip": "1", "country_id": cls.env.ref("base.cn").id})

    def test_R59_letters_are_about_what_their_writer_reads(self):
        values = {"model": "discuss.channel", "res_id": self.channel.id, "partner_id": self.partner.id}
        letter = self.Letter.browse(self.rpc("employee", self.Letter, "create", values))
        order = self.env["sale.order"].create({"partner_id": self.partner.id})
        named = {"res_id": self.incident.id, "report_template": self.report.id}
        for closed in (
            {"model": "archive.incident", "res_id": self.incident.id}, named, {**named, "model": "archive.incident"},
            {"res_id": order.id, "report_template": self.env.ref("sale.action_report_saleorder").id},
            {"model": "archive.incident", "res_id": self.incident.id + 1000}, {"model": "no.model"},
        ):
            with self.subTest(closed=closed):
                self.refused("employee", letter, "write", closed)
        self.refused("employee", self.Letter, "create", {**values, "report_template": self.report.id})
        self.assertTrue(self.rpc("employee", letter, "write", {"cover": False}))
        self.rpc("security", letter, "write", {"model": "archive.incident", "res_id": self.incident.id})
        letter.report_template = self.report
        with patch.object(type(self.Letter), "_overwrite_margins", lambda _letter, pdf: pdf), \
                self.assertRaises(AccessError):
            letter.with_user(1)._fetch_attachment()
        self.assertFalse(letter.attachment_id)


@tagged("-at_install", "post_install")
class TestNames(IncidentCommon, HttpCase):
    """Odoo fetches messages with all rights, and asks for what a record is called past the check on reading it."""

    def test_R59_nobody_is_told_what_a_closed_message_is_called_or_about(self):
        said = self.incident.with_user(self.users["security"]).message_post(body=WORD, subject=WORD)
        said = said.with_env(self.env)
        for login, told in (("employee", False), ("security", True)):
            self.authenticate(f"test_{login}", f"test_{login}")
            for route, params in (
                ("/web/action/load_breadcrumbs", {"actions": [{"model": said._name, "resId": said.id}]}),
                ("/html_editor/link_preview_internal", {"preview_url": f"http://x/odoo/{said._name}/{said.id}"}),
            ):
                with self.subTest(login=login, route=route):
                    self.assertEqual("Kingfisher" in str(self.make_jsonrpc_request(route, params)), told)
        self.refused("employee", said, "action_open_document")
        self.assertEqual(self.rpc("security", said, "action_open_document")["res_id"], self.incident.id)
        self.assertEqual(said.sudo().display_name, "Kingfisher")

    def test_R59_nobody_reacts_to_what_they_do_not_read(self):
        told = self.incident.with_user(self.users["security"]).sudo().message_notify(
            subject=WORD, body=WORD, partner_ids=self.users["security"].partner_id.ids)
        for login, allowed in (("employee", False), ("security", True)):
            self.authenticate(f"test_{login}", f"test_{login}")
            with self.subTest(login=login), mute_logger("odoo.http"):
                if allowed:
                    self.make_jsonrpc_request(
                        "/mail/message/reaction", {"message_id": told.id, "content": "x", "action": "add"})
                else:
                    with self.assertRaises(JsonRpcException):
                        self.make_jsonrpc_request(
                            "/mail/message/reaction", {"message_id": told.id, "content": "x", "action": "add"})
        self.assertEqual(told.sudo().reaction_ids.partner_id, self.users["security"].partner_id)


@tagged("-at_install", "post_install")
class TestHolidays(ArchiveCommon):
    def test_nobody_makes_a_holiday_of_the_company_of_their_own_leave(self):
        """Terms in working days, and what is outside working hours, follow the company's calendar."""
        calendar = self.company.resource_calendar_id or self.env["resource.calendar"].create({"name": "x"})
        mine = self.env["resource.resource"].create({
            "name": "x", "user_id": self.users["employee"].id, "calendar_id": calendar.id})
        other = self.env["resource.resource"].create({
            "name": "y", "user_id": self.users["sales"].id, "calendar_id": calendar.id})
        Leaves = self.env["resource.calendar.leaves"]
        values = {"name": "x", "date_from": "2026-11-25 00:00:00", "date_to": "2026-12-30 23:00:00"}
        leave = Leaves.browse(self.rpc("employee", Leaves, "create", {**values, "resource_id": mine.id}))
        for whose in (False, other.id):
            with self.subTest(whose=whose), self.assertRaises(AccessError), self.cr.savepoint():
                self.rpc("employee", leave, "write", {"resource_id": whose})
        self.assertTrue(self.rpc("employee", leave, "write", {"name": "y", "resource_id": mine.id}))


@tagged("-at_install", "post_install")
class TestMailedFiles(ArchiveCommon):
    """Who may open content copied it into the mail of an invoice: past the journal, and open to others for good."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["sales"].group_ids += cls.env.ref("sales_team.group_sale_salesman")
        product = cls.env["product.product"].create({"name": "x"})
        journal = cls.env["account.journal"].search([("type", "=", "sale")], limit=1)
        if not journal:
            raise unittest.SkipTest("No chart of accounts is installed.")
        cls.invoice = cls.env["account.move"].create({
            "move_type": "out_invoice", "partner_id": cls.partner.id, "invoice_user_id": cls.users["sales"].id,
            "journal_id": journal.id, "invoice_line_ids": [(0, 0, {"product_id": product.id, "price_unit": 1})]})
        cls.invoice.action_post()
        cls.printed = cls.env["ir.attachment"].create({
            "name": "Invoice.pdf", "raw": make_pdf("Invoice"), "res_model": "account.move", "res_id": cls.invoice.id,
            "res_field": "invoice_pdf_report_file", "mimetype": "application/pdf"})
        cls.invoice.invalidate_recordset()

    def _send(self, *files):
        Wizard = self.env["account.move.send.wizard"]
        wizard = Wizard.browse(self.rpc("sales", Wizard, "create", {"move_id": self.invoice.id}))
        self.rpc("sales", wizard, "write", {
            "sending_methods": ["email"], "mail_partner_ids": [(6, 0, self.users["sales"].partner_id.ids)],
            "mail_attachments_widget": [
                {"id": file, "name": "x.pdf", "mimetype": "application/pdf", "placeholder": False, "manual": True}
                for file in files]})
        self.rpc("sales", wizard, "action_send_and_print")

    def test_R78_content_is_not_copied_into_the_mail_of_an_invoice(self):
        content = self._files_of(self.document.version_ids)
        self.assertTrue(self.as_user("sales", content).has_access("read"))
        for number in (content.id, str(content.id), float(content.id)):
            with self.subTest(number=number), self.assertRaises(AccessError), self.cr.savepoint():
                self._send(number)
        own = self.env["ir.attachment"].with_user(self.users["sales"]).create({"name": "own.pdf", "raw": b"x"})
        self._send(own.id)
        self.assertIn("own.pdf", self.invoice.message_ids.attachment_ids.mapped("name"))
