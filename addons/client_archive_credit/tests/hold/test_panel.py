from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import CreditCommon


@tagged("-at_install", "post_install")
class TestPanel(CreditCommon):
    """What the order and the credit file say about the payer's credit, and the documents behind each figure."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.file = cls.grant(1000)
        cls.posted = cls.invoice(300, days=20)
        cls.draft = cls.invoice(70, post=False)

    def components(self, panel):
        return {part["key"]: part["amount"] for part in panel["components"]}

    def prepay(self, amount):
        payment = self.env["account.payment"].create({
            "partner_id": self.partner.id, "payment_type": "inbound", "partner_type": "customer", "amount": amount})
        payment.action_post()
        return payment

    def test_figures_of_a_quotation(self):
        self.company.credit_tolerance_days = 30
        confirmed = self.confirm(self.order(200))
        self.assertEqual(confirmed.state, "sale")
        panel = self.as_user("sales", self.order(500)).credit_panel
        self.assertEqual(self.components(panel), {"receivable": 300, "drafts": 70, "to_invoice": 200})
        self.assertEqual((panel["limit"], panel["used"], panel["asked"], panel["left"]), (1000, 570, 500, -70))
        self.assertEqual(panel["overdue"], 300)
        self.assertIn("exceed the limit", panel["reasons"][0])
        panel = self.as_user("sales", confirmed).credit_panel
        self.assertEqual((panel["asked"], panel["left"], panel["reasons"]), (0, 430, []))

    def test_no_limit_zero_and_expired_are_three_things(self):
        other, third = self.env["res.partner"].create([
            {"name": "No limit", "is_company": True}, {"name": "Zero", "is_company": True}])
        self.File.create({"partner_id": other.id})
        self.grant(0, partner=third)
        for partner, expected in ((other, ("none", False, False)), (third, ("zero", True, True))):
            panel = self.order(100, partner=partner).credit_panel
            self.assertEqual((panel["status"], panel["has_limit"], panel["room"]), expected)
        self.env.cr.execute("UPDATE credit_file SET limit_until = '2020-01-31' WHERE id = %s", [self.file.id])
        self.file.invalidate_recordset()
        panel = self.order(100).credit_panel
        self.assertEqual((panel["status"], panel["has_limit"], panel["room"]), ("expired", True, False))

    def test_it_follows_the_lines_as_they_are_typed(self):
        with Form(self.env["sale.order"].with_user(self.users["sales"])) as form:
            self.assertFalse(form.credit_panel)
            form.partner_id = self.partner
            self.assertEqual(form.credit_panel["asked"], 0)
            with form.order_line.new() as line:
                line.product_id = self.product
                line.product_uom_qty = 4
            self.assertEqual((form.credit_panel["asked"], form.credit_panel["left"]), (400, 230))
            with form.order_line.edit(0) as line:
                line.product_uom_qty = 9
            self.assertEqual(form.credit_panel["left"], -270)
            self.assertIn("exceed the limit", form.credit_panel["reasons"][-1])
            form.partner_id = self.env["res.partner"].create({"name": "Free", "is_company": True})
            self.assertFalse(form.credit_panel)

    def test_each_figure_drills_down(self):
        self.company.credit_tolerance_days = 30
        confirmed = self.confirm(self.order(200))
        payment = self.prepay(40)
        order = self.order(100)
        lines = self.posted.line_ids.filtered("date_maturity")
        expected = {"drafts": self.draft, "to_invoice": confirmed, "overdue": lines}
        for record, caller in ((order, "head"), (self.file, "credit_officer")):
            for component, documents in expected.items():
                action = self.rpc(caller, record, "action_view_credit", component)
                self.assertEqual(self.env[action["res_model"]].search(action["domain"]), documents, component)
        action = self.file.action_view_credit("receivable")
        self.assertIn(lines, self.env["account.move.line"].search(action["domain"]))
        panel = self.file.credit_panel
        key = "credits" if payment.move_id else "underway"
        self.assertEqual(self.components(panel)[key], 40)
        action = self.file.action_view_credit(key)
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found.payment_id if key == "credits" else found, payment)
        self.assertEqual(self.rpc("head", order, "action_view_credit", "file")["res_id"], self.file.id)

    def test_payments_that_are_not_in_the_books_yet(self):
        payment = self.prepay(40)
        self.env.cr.execute("UPDATE account_payment SET move_id = NULL WHERE id = %s", [payment.id])
        payment.move_id.button_draft() if payment.move_id else None
        self.env.invalidate_all()
        self.assertEqual(self.components(self.file.credit_panel)["underway"], 40)
        action = self.file.action_view_credit("underway")
        self.assertEqual(self.env["account.payment"].search(action["domain"]), payment)

    def test_drilling_down_is_for_those_who_see_the_panel(self):
        order = self.order(100)
        self.assertTrue(self.rpc("sales", order, "action_view_credit", "to_invoice"))
        with self.assertRaises(AccessError):
            self.rpc("other_sales", order, "action_view_credit", "to_invoice")
        with self.assertRaises(AccessError):
            self.rpc("outsider", self.file, "action_view_credit", "to_invoice")
        with self.assertRaises(UserError):
            self.rpc("sales", order, "action_view_credit", "unlink")
        free = self.order(100, partner=self.env["res.partner"].create({"name": "Free", "is_company": True}))
        with self.assertRaises(AccessError):
            self.rpc("sales", free, "action_view_credit", "to_invoice")

    def test_a_group_shows_what_its_members_owe(self):
        sister = self.env["res.partner"].create({"name": "Sister", "is_company": True})
        other = self.File.create({"partner_id": sister.id})
        group = self.env["credit.group"].create({"name": "Yangtze"})
        (self.file | other).sudo().group_id = group
        self.invoice(50, partner=sister)
        self.assertEqual(group.credit_panel["used"], 420)
        panel = self.order(100, partner=sister).credit_panel
        self.assertEqual((panel["group"], panel["used"], panel["status"]), ("Yangtze", 420, "none"))

    def test_cost_of_a_list_does_not_depend_on_its_length(self):
        partners = self.env["res.partner"].create([
            {"name": f"Customer {number}", "is_company": True} for number in range(8)])
        self.File.create([{"partner_id": partner.id} for partner in partners])
        orders = self.env["sale.order"].union(*(
            self.order(100, partner=partner) for partner in partners for _time in range(10)))
        self.assertEqual(len(orders), 80)

        def queries(records):
            records = records.with_user(self.users["sales"])
            counts = []
            for _time in range(2):  # the second time: what can be cached is
                self.env.flush_all()
                self.env.invalidate_all()
                records.mapped("amount_total"), records.mapped("partner_invoice_id.commercial_partner_id")
                before = self.env.cr.sql_log_count
                records.mapped("credit_panel")
                counts.append(self.env.cr.sql_log_count - before)
            return counts[-1]

        self.assertEqual(queries(orders), queries(orders[0]))
