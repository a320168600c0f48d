from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import USCC, make_pdf
from .common import ContractCommon

SIGNATURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="


@tagged("-at_install", "post_install")
class TestFilingOrders(ContractCommon):
    # ------------------------------------------------------------------
    # R77: the first order opens the dossier
    # ------------------------------------------------------------------
    def new_customer(self, **values):
        return self.env["res.partner"].create({
            "name": "长沙南方机电有限公司", "is_company": True, "vat": USCC[1],
            "country_id": self.env.ref("base.cn").id, **values})

    def test_R77_a_customer_without_a_dossier_is_left_alone_until_it_is_chosen(self):
        partner = self.new_customer()
        self.assertEqual(self.env["res.company"].create({"name": "New"}).archive_order_filing, "dossier")
        order = self.make_order(partner=partner)
        self.assertFalse(self.confirm(order))
        self.assertFalse(partner.dossier_ids)
        self.assertFalse(order.activity_ids)

    def test_R77_the_first_order_opens_a_preliminary_dossier_of_its_salesperson(self):
        self.company.archive_order_filing = "open"
        partner = self.new_customer()
        contact = self.env["res.partner"].create({"name": "采购部", "parent_id": partner.id})
        order = self.make_order(partner=contact, login="other_sales")
        contract = self.confirm(order, "other_sales")
        dossier = partner.dossier_ids
        self.assertEqual((dossier.state, dossier.user_id), ("preliminary", self.users["other_sales"]))
        self.assertEqual((contract.dossier_id, contract.state, contract.number), (dossier, "in_force", False))
        second = self.confirm(self.make_order(partner=partner))
        self.assertEqual(second.dossier_id, dossier, "one customer, one volume")

    def test_R77_R79_without_a_credit_code_the_order_is_confirmed_and_its_salesperson_called(self):
        self.company.archive_order_filing = "open"
        partner = self.new_customer(vat=False)
        order = self.make_order(partner=partner)
        self.assertFalse(self.confirm(order))
        self.assertEqual(order.state, "sale")
        self.assertFalse(partner.dossier_ids)
        self.assertEqual(order.activity_ids.user_id, self.users["sales"])
        self.assertIn("credit code", order.activity_ids.note)
        self.run_cron("archive.contract", "_cron_follow_orders")
        self.assertEqual(len(order.activity_ids), 1, "called once, not at every run")
        partner.vat = USCC[1]
        self.run_cron("archive.contract", "_cron_follow_orders")
        self.assertTrue(self.contract_of(order), "filed when it can be")
        self.assertFalse(order.activity_ids)

    def test_R77_whatever_goes_wrong_the_order_is_confirmed(self):
        order = self.make_order()
        Contract = self.env.registry["archive.contract"]
        with patch.object(Contract, "_sign", side_effect=KeyError("broken")), \
                mute_logger("odoo.addons.client_archive.models.contract.contract_filing"):
            self.assertFalse(self.confirm(order))
        self.assertEqual(order.state, "sale")
        self.assertFalse(self.Contract.search([("name", "ilike", order.name)]), "nothing half done is left")
        self.run_cron("archive.contract", "_cron_follow_orders")
        self.assertEqual(self.contract_of(order).state, "in_force")

    def test_R77_an_order_that_nobody_answers_for_waits(self):
        self.company.archive_order_filing = "open"
        partner = self.new_customer()
        order = self.env["sale.order"].sudo().create({
            "partner_id": partner.id, "user_id": False, "team_id": False, "order_line": [(0, 0, {
                "product_id": self.product.id, "product_uom_qty": 1, "price_unit": 100, "tax_ids": False})]})
        self.env["archive.officer"].search([("role", "=", "archive_head")]).unlink()
        order.with_user(self.env.ref("base.public_user")).sudo().action_confirm()
        self.assertEqual((order.state, len(partner.dossier_ids)), ("sale", 0))
        order.user_id = self.users["sales"]
        self.run_cron("archive.contract", "_cron_follow_orders")
        self.assertEqual(partner.dossier_ids.user_id, self.users["sales"])

    def test_R77_a_confirmation_without_a_dossier_costs_one_query(self):
        """Which finds that there is no dossier; nothing else is asked."""
        def cost(setting):
            self.company.archive_order_filing = setting
            order = self.make_order(partner=self.env["res.partner"].create({"name": "周晓岚"}))
            self.env.flush_all()
            before = self.cr.sql_log_count
            order._action_confirm()
            return self.cr.sql_log_count - before
        cost("dossier")
        self.assertEqual(cost("dossier") - cost("none"), 1)

    def test_R77_who_confirms_need_not_know_the_archive(self):
        order = self.make_order()
        self.users["outsider"].group_ids += self.env.ref("sales_team.group_sale_salesman_all_leads")
        contract = self.confirm(order, "outsider")
        self.assertEqual((contract.user_id, contract.state), (self.users["sales"], "in_force"))
        with self.assertRaises(AccessError):
            self.as_user("outsider", contract).read(["name"])

    # ------------------------------------------------------------------
    # R103: it files its contract
    # ------------------------------------------------------------------
    def test_R103_a_confirmed_order_files_its_contract(self):
        order = self.make_order(client_order_ref="PO-77", payment_term_id=self.env.ref(
            "account.account_payment_term_30days").id, commitment_date="2030-05-01 04:00:00")
        contract = self.confirm(order)
        self.assertEqual(
            (contract.amount, contract.reference, contract.user_id, contract.signed_on, contract.state),
            (1000, "PO-77", self.users["sales"], self.today, "in_force"))
        self.assertEqual(contract.payment_terms, order.payment_term_id.name)
        self.assertEqual(str(contract.delivery_date), "2030-05-01")
        self.assertEqual(contract.number, f"{self.dossier.number}-S1-{self.today.year}001")
        self.assertEqual(self.as_user("sales", order).archive_contract_id, contract)

    def test_small_orders_old_orders_and_other_settings_make_no_contract(self):
        self.company.archive_contract_threshold = 500
        self.assertFalse(self.confirm(self.make_order(400)))
        self.assertTrue(self.confirm(self.make_order(500)))
        self.assertFalse(self.confirm(self.make_order(0)))
        self.company.archive_order_filing_since = self.today + timedelta(days=1)
        late = self.make_order()
        self.assertFalse(self.confirm(late))
        self.company.write({"archive_order_filing_since": False, "archive_order_filing": "none"})
        self.assertFalse(self.confirm(self.make_order()))
        self.run_cron("archive.contract", "_cron_follow_orders")
        self.assertFalse(self.contract_of(late))

    def test_the_threshold_is_in_the_currency_of_the_company(self):
        foreign = self.eur if self.company.currency_id != self.eur else self.usd
        self.env["res.currency.rate"].create({
            "currency_id": foreign.id, "company_id": self.company.id, "name": self.today, "rate": 2.0})
        pricelist = self.env["product.pricelist"].create({"name": "F", "currency_id": foreign.id})
        self.company.archive_contract_threshold = 600
        order = self.make_order(1000, pricelist_id=pricelist.id)
        self.assertFalse(self.confirm(order), "1000 are worth 500")
        contract = self.confirm(self.make_order(1200, pricelist_id=pricelist.id))
        self.assertEqual((contract.currency_id, contract.amount, contract.amount_company), (foreign, 1200, 600))

    def test_orders_of_another_company_stay_there(self):
        other = self.env["res.company"].create({"name": "Other"})
        order = self.env["sale.order"].with_company(other).create({
            "partner_id": self.partner.id, "company_id": other.id, "order_line": [(0, 0, {
                "product_id": self.product.id, "product_uom_qty": 1, "price_unit": 100, "tax_ids": False})]})
        order.action_confirm()
        self.assertFalse(self.contract_of(order), "the dossier is in the first company")

    def test_R103_an_order_stands_behind_one_contract_of_its_customer(self):
        order = self.make_order()
        contract = self.make_contract("draft")
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        Link = self.env["archive.contract.order"]
        with self.assertRaisesRegex(UserError, "not an order of"):
            self.rpc("sales", Link, "create", [
                {"contract_id": contract.id, "order_id": self.make_order(partner=stranger).id}])
        with self.assertRaises(AccessError):
            self.rpc("sales", Link, "create", [
                {"contract_id": contract.id, "order_id": order.id, "amount": 1.0}])
        [link] = self.rpc("sales", Link, "create", [{"contract_id": contract.id, "order_id": order.id}])
        link = Link.browse(link)
        self.assertEqual((link.amount, link.order_name), (1000, order.name))
        with self.assertRaises(AccessError):
            self.rpc("sales", link, "write", {"digest": "x"})
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            self.rpc("other_sales", link, "unlink")
        self.assertEqual(self.confirm(order), contract, "filed by hand before: no second contract")

    # ------------------------------------------------------------------
    # What becomes of it
    # ------------------------------------------------------------------
    def test_R103_an_amended_order_enters_its_amendment(self):
        order = self.make_order()
        contract = self.confirm(order)
        self.as_user("sales", order).write({"order_line": [(1, order.order_line.id, {"product_uom_qty": 12})]})
        self.assertEqual((contract.act_ids.kind, contract.act_ids.amount, contract.amount_current), (
            "amendment", 200, 1200))
        self.as_user("sales", order).write({"order_line": [(1, order.order_line.id, {"product_uom_qty": 13})]})
        self.assertEqual(contract.act_ids.mapped("amount"), [300], "one amendment a day, not one at every save")
        order.order_line.qty_delivered = 3
        self.run_cron("archive.contract", "_cron_follow_orders")
        self.assertEqual(len(contract.act_ids), 1, "a delivery is no amendment")

    def test_R103_a_line_written_by_itself_is_met_by_the_job(self):
        order = self.make_order()
        contract = self.confirm(order)
        order.order_line.price_unit = 90
        self.assertFalse(contract.act_ids)
        self.run_cron("archive.contract", "_cron_follow_orders")
        self.assertEqual(contract.act_ids.amount, -100)

    def test_R103_a_cancelled_order_terminates_its_contract(self):
        order = self.make_order()
        contract = self.confirm(order)
        order.with_user(self.users["sales"])._action_cancel()
        self.assertEqual((contract.state, contract.act_ids.kind, contract.act_ids.amount), (
            "terminated", "termination", 1000))
        order.action_draft()
        again = self.confirm(order)
        self.assertTrue(again)
        self.assertNotEqual(again, contract, "confirmed anew, it is a new contract")

    def test_R103_one_cancelled_order_of_two_is_an_amendment(self):
        first, second = self.make_order(), self.make_order(500)
        contract = self.make_contract(amount=1500.0, order_link_ids=[
            (0, 0, {"order_id": first.id}), (0, 0, {"order_id": second.id})])
        self.confirm(first)
        self.confirm(second)
        second._action_cancel()
        self.assertEqual((contract.state, contract.amount_current), ("in_force", 1000))
        first._action_cancel()
        self.assertEqual(contract.state, "terminated")

    def test_an_order_can_be_cancelled_whatever_goes_wrong(self):
        order = self.make_order()
        contract = self.confirm(order)
        with patch.object(self.env.registry["archive.contract.order"], "_note_cancelled", side_effect=KeyError("x")), \
                mute_logger("odoo.addons.client_archive.models.contract.contract_filing"):
            order._action_cancel()
        self.assertEqual((order.state, contract.state), ("cancel", "in_force"))
        self.run_cron("archive.contract", "_cron_follow_orders")
        self.assertEqual(contract.state, "terminated")

    # ------------------------------------------------------------------
    # Papers
    # ------------------------------------------------------------------
    def test_R102_the_job_files_a_draft_paper_with_the_signed_pdf(self):
        order = self.make_order()
        order.signature = SIGNATURE
        self.env["ir.attachment"].create({
            "name": f"{order.name}.pdf", "res_model": "sale.order", "res_id": order.id, "raw": make_pdf("Signed")})
        contract = self.confirm(order)
        self.assertFalse(contract.document_ids, "a confirmation does not wait for a PDF")
        self.run_cron("archive.contract", "_cron_file_papers")
        paper = contract.document_ids
        self.assertEqual((paper.state, paper.type_id, paper.version_count), (
            "draft", self.env.ref("client_archive.document_type_0101"), 1))
        self.assertEqual(paper.reference, contract.number)
        self.assertFalse(contract.activity_ids)
        self.run_cron("archive.contract", "_cron_file_papers")
        self.assertEqual(len(contract.document_ids), 1)

    def test_R102_without_a_pdf_the_handler_is_called_to_upload_it(self):
        order = self.make_order()
        contract = self.confirm(order)
        self.run_cron("archive.contract", "_cron_file_papers")
        self.assertEqual((contract.document_ids.version_count, contract.activity_ids.user_id), (0, self.users["sales"]))
        order._action_cancel()
        self.run_cron("archive.contract", "_cron_file_papers")
        self.assertEqual(contract.act_ids.document_id.type_id, self.env.ref("client_archive.document_type_0803"))

    def test_papers_stay_with_the_dossier_of_their_contract(self):
        contract = self.make_contract()
        person = self._make_dossier(self.env["res.partner"].create({"name": "周晓岚"}))
        with self.assertRaisesRegex(UserError, "one dossier"):
            self._make_document(person, "别人的合同", state="draft", contract_id=contract.id)
