from datetime import timedelta

from odoo import Command, fields
from odoo.tests import tagged

from ..common import CreditCommon


@tagged("-at_install", "post_install")
class TestProbe(CreditCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.file = cls.grant(1000)
        cls.stranger = cls.env["res.partner"].create({"name": "Stranger", "is_company": True})

    def say(self, what, act):
        try:
            with self.env.cr.savepoint():
                out = act()
                self.env.flush_all()
            print("PROBE", what, "->", out)
        except Exception as error:
            self.env.invalidate_all()
            print("PROBE", what, "-> REFUSED", type(error).__name__, str(error)[:200])

    def test_01_whole_order_to_stranger(self):
        order = self.confirm(self.order(900, product=self.by_delivery))
        order.order_line.qty_delivered = 9
        def act():
            self.rpc("sales", order, "write", {"partner_id": self.stranger.id})
            self.env.invalidate_all()
            return order.partner_invoice_id.name, self.exposure(self.file)
        self.say("partner_id alone", act)
        def act():
            self.rpc("sales", order, "write", {"partner_id": self.stranger.id, "partner_invoice_id": self.stranger.id})
            self.env.invalidate_all()
            return order.partner_invoice_id.name, self.exposure(self.file)
        self.say("both", act)

    def test_02_company(self):
        other = self.env["res.company"].create({"name": "Other", "currency_id": self.company.currency_id.id})
        self.users["sales"].write({"company_ids": [Command.link(other.id)]})
        order = self.confirm(self.order(900))
        def act():
            self.rpc("sales", order, "write", {"company_id": other.id})
            return self.exposure(self.file)
        self.say("company", act)

    def foreign(self):
        dollar = self.env["res.currency"].create({"name": "QQQ", "symbol": "Q"})
        today = self.company._archive_today()
        self.env["res.currency.rate"].create([
            {"name": "2001-01-01", "rate": 10, "currency_id": dollar.id, "company_id": self.company.id},
            {"name": today, "rate": 1, "currency_id": dollar.id, "company_id": self.company.id}])
        return self.env["product.pricelist"].create({"name": "Q", "currency_id": dollar.id})

    def test_03_batch_rate(self):
        prices = self.foreign()
        orders = self.env["sale.order"].union(*(
            self.order(900, pricelist_id=prices.id, date_order="2010-01-01 00:00:00") for _ in range(3)))
        def act():
            self.rpc("sales", orders, "action_confirm")
            self.env.invalidate_all()
            return orders.mapped("state"), self.exposure(self.file)
        self.say("batch dated back", act)

    def test_04_batch_stranger_released(self):
        order = self.order(900, partner_invoice_id=self.stranger.id)
        self.confirm(order)
        hold = self.hold_of(order)
        self.patch(type(order), "action_confirm", lambda self: True)
        self.approve(hold)
        order.invalidate_recordset()
        self.env.registry.clear_cache
        print("PROBE released", hold.state, order.state)
        mine = self.order(900)
        verdicts = (order | mine)._credit_judge()
        print("PROBE batch", [(o.id, v.reasons) for o, v in verdicts.items()])

    def test_05_cancel_down_paid(self):
        order = self.confirm(self.order(900, product=self.by_delivery))
        wizard = self.env["sale.advance.payment.inv"].with_context(active_ids=order.ids, active_model="sale.order").create({
            "advance_payment_method": "percentage", "amount": 100})
        wizard.create_invoices()
        order.invoice_ids.action_post()
        order.order_line.filtered(lambda l: l.product_id == self.by_delivery).qty_delivered = 9
        print("PROBE exposures", self.exposure(self.file), order.order_line.mapped(lambda l: (l.qty_delivered, l.qty_invoiced, l.price_total)))
        self.say("cancel down paid", lambda: self.rpc("sales", order, "action_cancel"))

    def test_06_uncontrolled(self):
        tax = self.env["account.tax"].create({"name": "13", "amount": 13, "amount_type": "percent"})
        fixed = self.env["account.tax"].create({"name": "fix", "amount": 3, "amount_type": "fixed"})
        incl = self.env["account.tax"].create({"name": "incl", "amount": 9, "amount_type": "percent", "price_include_override": "tax_included"})
        div = self.env["account.tax"].create({"name": "div", "amount": 9, "amount_type": "division"})
        for partner in (self.stranger, self.partner):
            for taxes in (tax, fixed, incl, div, tax | fixed, incl | fixed, incl | tax, div | fixed):
                for kind, value in (("so_discount", 0.137), ("amount", 41.37), ("dp_percentage", 33.3), ("dp_fixed", 55.55)):
                    def act(taxes=taxes, kind=kind, value=value, partner=partner):
                        order = self.env["sale.order"].create({"partner_id": partner.id, "order_line": [
                            Command.create({"product_id": self.product.id, "product_uom_qty": qty, "price_unit": price, "discount": discount,
                                            "tax_ids": [Command.set(taxes.ids)]}) for qty, price, discount in ((3, 33.33, 0), (7, 9.99, 7.5), (1, 0.07, 0))]})
                        if kind in ("so_discount", "amount"):
                            self.env["sale.order.discount"].create({
                                "sale_order_id": order.id, "discount_type": kind, "discount_percentage": value, "discount_amount": value}).action_apply_discount()
                        else:
                            order.action_confirm()
                            assert order.state == "sale", order.state
                            self.env["sale.advance.payment.inv"].with_context(active_ids=order.ids, active_model="sale.order").create({
                                "advance_payment_method": kind[3:], "amount": value, "fixed_amount": value}).create_invoices()
                            order.invoice_ids.action_post()
                        order.order_line.write({"sequence": 3})
                        self.env.flush_all()
                        copy = order.copy()
                        if kind.startswith("dp"):
                            order._create_invoices(final=True).action_post()
                            refund = self.env["account.move.reversal"].with_context(active_model="account.move", active_ids=order.invoice_ids[:1].ids).create({"journal_id": order.invoice_ids[:1].journal_id.id}).modify_moves()
                        return order.amount_total
                    self.say(f"{partner.name} {taxes.mapped('name')} {kind}", act)

    def test_07_tax_changed(self):
        tax = self.env["account.tax"].create({"name": "13", "amount": 13, "amount_type": "percent"})
        order = self.env["sale.order"].create({"partner_id": self.stranger.id, "order_line": [
            Command.create({"product_id": self.product.id, "product_uom_qty": 3, "price_unit": 333, "tax_ids": [Command.set(tax.ids)]})]})
        self.env["sale.order.discount"].create({
            "sale_order_id": order.id, "discount_type": "so_discount", "discount_percentage": 0.2}).action_apply_discount()
        self.env.flush_all()
        tax.amount = 9
        self.env.flush_all()
        self.env.invalidate_all()
        self.say("sequence after a tax change", lambda: order.order_line.write({"sequence": 5}))
        self.say("copy after a tax change", lambda: order.copy().amount_total)

    def test_08_flush_line_status(self):
        order = self.confirm(self.order(500, product=self.by_delivery))
        print("PROBE dirty", self.exposure(self.file))

    def test_09_lines_moved(self):
        order = self.confirm(self.order(300, product=self.by_delivery))
        other = self.confirm(self.order(300, product=self.by_delivery))
        order.order_line.qty_delivered = 3
        self.say("line moved to another order of the same", lambda: self.rpc("sales", order.order_line, "write", {"order_id": other.id}))

    def test_10_rate_favourable(self):
        dollar = self.env["res.currency"].create({"name": "QQQ", "symbol": "Q"})
        today = self.company._archive_today()
        self.env["res.currency.rate"].create([
            {"name": "2001-01-01", "rate": 1, "currency_id": dollar.id, "company_id": self.company.id},
            {"name": today, "rate": 1.25, "currency_id": dollar.id, "company_id": self.company.id}])
        prices = self.env["product.pricelist"].create({"name": "Q", "currency_id": dollar.id})
        order = self.order(1100, pricelist_id=prices.id, date_order=fields.Datetime.now() - timedelta(days=5))
        order.with_user(self.users["sales"]).action_confirm()
        print("PROBE favourable", order.state, order.currency_rate, self.exposure(self.file))

    def test_11_contact(self):
        contact = self.env["res.partner"].create({"name": "Buyer", "parent_id": self.partner.id})
        order = self.confirm(self.order(300, partner=contact))
        print("PROBE invoice address", order.partner_invoice_id.name)
        order._create_invoices()
        print("PROBE draft", self.exposure(self.file), order.invoice_ids.partner_id.name)
        self.say("contact leaves, draft", lambda: self.rpc("accountant", contact, "write", {"parent_id": False}))
        order.invoice_ids.action_post()
        self.say("contact leaves, posted", lambda: (self.rpc("accountant", contact, "write", {"parent_id": False}), self.exposure(self.file)))
        self.say("contact becomes company, posted", lambda: (self.rpc("accountant", contact, "write", {"is_company": True}), self.exposure(self.file)))

    def test_12_fields_of_uncontrolled(self):
        order = self.order(300, partner=self.stranger)
        self.say("price_total", lambda: order.order_line.write({"price_total": 3}))
        self.say("currency_rate", lambda: order.write({"currency_rate": 3}))
        self.say("invoice_status", lambda: order.write({"invoice_status": "no"}))
        self.say("line invoice_status", lambda: order.order_line.write({"invoice_status": "invoiced"}))

    def test_13_stranger_pays_online(self):
        order = self.order(900, partner_invoice_id=self.stranger.id)
        provider = self.env["payment.provider"].create({"name": "P", "code": "none", "state": "test"}) if "payment.provider" in self.env else None
        method = self.env["payment.method"].search([], limit=1) or self.env["payment.method"].create({"name": "M", "code": "m"})
        tx = self.env["payment.transaction"].create({
            "provider_id": provider.id, "payment_method_id": method.id, "reference": "x1", "amount": 900, "currency_id": order.currency_id.id,
            "partner_id": self.stranger.id, "operation": "online_redirect", "sale_order_ids": [Command.set(order.ids)]})
        tx.state = "done"
        verdict = order._credit_judge()[order]
        print("PROBE stranger paid", verdict.reasons, verdict.paid)
