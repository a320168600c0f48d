import io

from pypdf import PdfReader

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import CollectionCommon


@tagged("-at_install", "post_install")
class TestLetter(CollectionCommon):
    """催款函, the dunning letter (R107)."""

    def letter(self, matter, login="credit_officer"):
        report = self.env.ref("client_archive_credit.action_report_dunning_letter").with_user(self.users[login])
        content, _kind = report._render_qweb_pdf(report.report_name, matter.ids)
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)

    def test_R107_the_letter_lists_what_is_overdue_and_gets_firmer(self):
        bill, later = self.invoice(1000, days=40), self.invoice(777, days=-5)
        matter = self.open_matter()
        for number, title in enumerate(("Demand", "Second Demand", "Final Demand"), start=1):
            action = self.rpc("credit_officer", matter, "action_send_letter")
            self.assertEqual(action["archive_form"], "each")
            self.assertEqual(matter.letter_count, number)
            text = " ".join(self.letter(matter).split())
            self.assertIn(title, text)
            self.assertIn(bill.name, text)
            self.assertIn("1,000.00", text)
            self.assertNotIn(later.name, text)
        self.assertEqual(matter.act_ids.mapped("kind"), ["letter"] * 3)

    def test_R107_amounts_of_other_currencies_stand_as_they_were_invoiced(self):
        currency = self.env.ref("base.EUR") if self.company.currency_id.name != "EUR" else self.env.ref("base.USD")
        currency.active = True
        self.invoice(1000, days=40)
        self.invoice(500, days=50, currency_id=currency.id)
        items = self.open_matter()
        self.assertEqual(sorted(items._letter_totals()), sorted([
            self.company.currency_id.format(1000), currency.format(500)]))

    def test_R107_who_may(self):
        self.invoice(1000, days=40)
        matter = self.open_matter()
        for login in ("sales", "gm"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, matter, "action_send_letter")
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.letter(matter, login)

    def test_R107_no_letter_without_a_debt(self):
        with self.refuses("Nothing of"):
            self.rpc("credit_officer", self.open_matter(), "action_send_letter")
