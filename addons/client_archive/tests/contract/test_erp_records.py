from odoo import fields
from odoo.tests import tagged

from .common import ContractCommon


@tagged("-at_install", "post_install")
class TestErpRecords(ContractCommon):
    """R4, R81, R83: what the ERP holds is shown, as each may read it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.company.chart_template:
            cls.env["account.chart.template"].try_loading("generic_coa", company=cls.company, install_demo=False)
        cls.users |= cls._make_users({
            "accountant": "account.group_account_manager,client_archive.group_archivist,"
                          "sales_team.group_sale_salesman_all_leads"})
        cls.partner.user_id = cls.users["sales"]

    def invoice(self, order, pay=None):
        invoice = order._create_invoices()
        invoice.invoice_date = self.today
        invoice.action_post()
        if pay:
            self.env["account.payment.register"].with_context(
                active_model="account.move", active_ids=invoice.ids).create({"amount": pay})._create_payments()
        return invoice

    def test_R81_orders_invoices_and_receipts_with_their_totals(self):
        contact = self.env["res.partner"].create({"name": "采购部", "parent_id": self.partner.id})
        self.make_order(300)
        order = self.make_order(1000)
        self.confirm(order)
        self.confirm(self.make_order(500, partner=contact))
        self.invoice(order, pay=400)
        dossier = self.as_user("accountant", self.dossier)
        self.assertEqual(
            (dossier.erp_quotation_count, dossier.erp_order_count, dossier.erp_order_amount), (1, 2, 1500))
        self.assertEqual(
            (dossier.erp_invoice_count, dossier.erp_invoice_amount, dossier.erp_due_amount), (1, 1000, 600))
        self.assertEqual((dossier.erp_payment_count, dossier.erp_payment_amount), (1, 400))
        self.assertEqual((dossier.erp_order_last, dossier.erp_invoice_last), (order.date_order.date(), self.today))
        partner = self.as_user("accountant", self.partner)
        self.assertEqual((partner.dossier_order_amount, partner.dossier_due_amount), (1500, 600))

    def test_R83_visits_and_complaints(self):
        self.env["archive.contact.log"].with_user(self.users["sales"]).create([
            {"name": "Visit", "dossier_id": self.dossier.id, "kind": "visit"},
            {"name": "Broken", "dossier_id": self.dossier.id, "kind": "complaint"},
            {"name": "Late", "dossier_id": self.dossier.id, "kind": "complaint", "date": "2025-02-03"}])
        dossier = self.as_user("archivist", self.dossier)
        self.assertEqual((dossier.erp_contact_count, dossier.erp_complaint_count), (1, 2))
        self.assertEqual(dossier.erp_complaint_last, fields.Date.context_today(self.dossier))
        action = dossier.with_context(erp_kind="complaint").action_view_erp()
        self.assertEqual(self.as_user("archivist", self.env[action["res_model"]]).search_count(action["domain"]), 2)

    def test_R83_activities_and_mail_of_the_customer_and_their_contacts(self):
        contact = self.env["res.partner"].create({"name": "采购部", "parent_id": self.partner.id})
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        activities = self.env["mail.activity"]
        for partner, day in ((self.partner, "2026-01-05"), (contact, "2026-02-06"), (stranger, "2026-03-07")):
            activities |= partner.activity_schedule("mail.mail_activity_data_call", fields.Date.to_date(day))
            partner.message_post(body=partner.name, message_type="comment", subtype_xmlid="mail.mt_comment")
        activities[1].action_feedback("They will pay.")
        dossier = self.as_user("sales", self.dossier)
        self.assertEqual((dossier.erp_activity_count, dossier.erp_message_count), (2, 2), "what is done counts too")
        self.assertEqual(dossier.erp_activity_last, fields.Date.to_date("2026-02-06"))
        self.assertEqual(dossier.erp_message_last, fields.Date.today())
        for kind in ("activity", "message"):
            with self.subTest(kind=kind):
                action = dossier.with_context(erp_kind=kind).action_view_erp()
                self.assertEqual(self.as_user("sales", self.env[action["res_model"]]).search_count(action["domain"]), 2)

    def test_R4_each_sees_the_numbers_of_what_they_may_read(self):
        self.confirm(self.make_order(1000))
        self.confirm(self.make_order(
            700, login="other_sales", user_id=self.users["other_sales"].id), "other_sales")
        self.assertEqual(self.as_user("head", self.dossier).erp_order_amount, 1700)
        self.assertEqual(self.as_user("sales", self.dossier).erp_order_amount, 1000, "the own orders")
        employee = self.as_user("employee", self.dossier)
        self.assertEqual((employee.erp_order_count, employee.erp_order_amount), (0, 0))
        self.assertNotIn("order", employee.erp_kinds.split())
        self.assertIn("order", self.as_user("sales", self.dossier).erp_kinds.split())
        for kind in ("order", "quotation", "invoice", "payment", "../nonsense", None):
            with self.subTest(kind=kind):
                action = self.as_user("head", self.dossier).with_context(erp_kind=kind).action_view_erp()
                self.assertIn("domain", action)

    def test_the_total_and_the_list_behind_it_agree(self):
        self.confirm(self.make_order(1000))
        self.confirm(self.make_order(
            700, login="other_sales", user_id=self.users["other_sales"].id), "other_sales")
        for login in ("sales", "head"):
            dossier = self.as_user(login, self.dossier)
            action = dossier.with_context(erp_kind="order").action_view_erp()
            orders = self.as_user(login, self.env["sale.order"]).search(action["domain"])
            self.assertEqual((len(orders), sum(orders.mapped("amount_total"))),
                             (dossier.erp_order_count, dossier.erp_order_amount))

    def test_another_companys_orders_are_not_counted(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.env["sale.order"].with_company(other).create({
            "partner_id": self.partner.id, "company_id": other.id, "order_line": [(0, 0, {
                "product_id": self.product.id, "product_uom_qty": 1, "price_unit": 100, "tax_ids": False})],
        }).action_confirm()
        self.assertEqual(self.dossier.erp_order_count, 0)

    def test_cost_does_not_grow_with_dossiers(self):
        def dossiers(count):
            partners = self.env["res.partner"].create([{"name": f"客户{number}"} for number in range(count)])
            made = self.env["archive.dossier"].concat(*(
                self._make_dossier(partner, state="preliminary") for partner in partners))
            for partner in partners:
                self.make_order(100, partner=partner)
            return made
        few, many = dossiers(2), dossiers(8)
        figures = ["erp_order_amount", "erp_invoice_amount", "erp_complaint_count", "erp_message_count"]
        self.queries(lambda: self.as_user("head", few).read(figures))
        cost = self.queries(lambda: self.as_user("head", few).read(figures))
        self.assertEqual(self.queries(lambda: self.as_user("head", many).read(figures)), cost)

    # ------------------------------------------------------------------
    # Fulfilment of contracts
    # ------------------------------------------------------------------
    def test_R103_fulfilment_comes_from_the_orders(self):
        order = self.make_order(1000)
        contract = self.confirm(order)
        order.order_line.qty_delivered = 4
        self.invoice(order, pay=250)
        for login in ("sales", "archivist", "gm"):
            with self.subTest(login=login):
                seen = self.as_user(login, contract)
                self.assertEqual((seen.order_count, seen.ordered_amount, seen.delivered_percent), (1, 1000, 40))
                self.assertEqual((seen.invoiced_amount, seen.paid_amount, seen.unpaid_amount), (1000, 250, 750))

    def test_R103_credit_notes_are_taken_off_and_drafts_do_not_count(self):
        order = self.make_order(1000)
        contract = self.confirm(order)
        draft = order._create_invoices()
        self.assertEqual(contract.invoiced_amount, 0)
        draft.invoice_date = self.today
        draft.action_post()
        reversal = self.env["account.move.reversal"].with_context(
            active_model="account.move", active_ids=draft.ids).create({"journal_id": draft.journal_id.id})
        reversal.reverse_moves()
        reversal.new_move_ids.invoice_line_ids.quantity = 2
        reversal.new_move_ids.action_post()
        contract.invalidate_recordset()
        self.assertEqual(contract.invoiced_amount, 800)

    def test_R103_fulfilment_in_the_currency_of_the_company(self):
        foreign = self.eur if self.company.currency_id != self.eur else self.usd
        self.env["res.currency.rate"].create({
            "currency_id": foreign.id, "company_id": self.company.id, "name": "2020-01-01", "rate": 2.0})
        pricelist = self.env["product.pricelist"].create({"name": "F", "currency_id": foreign.id})
        order = self.make_order(1000, pricelist_id=pricelist.id)
        contract = self.confirm(order)
        self.invoice(order)
        self.assertEqual((contract.ordered_amount, contract.invoiced_amount), (500, 500))

    def test_R103_figures_of_any_number_of_contracts_are_two_queries(self):
        contracts = self.Contract.concat(*(self.confirm(self.make_order(100)) for _order in range(6)))
        names = ["ordered_amount", "paid_amount"]

        def cost(records):
            return self.queries(lambda: self.as_user("head", records).read(names))
        cost(contracts)
        self.assertEqual(cost(contracts), cost(contracts[:1]))
