from collections import defaultdict

from odoo import models, tools


class CreditCollection(models.Model):
    """What 催款函, the dunning letter, says: in the customer's language, milder or firmer by its number."""

    _inherit = "credit.collection"

    def _letter_lang(self):
        return self.partner_id.lang or self.env.lang

    def _letter_items(self):
        """Rows of the overdue invoices: number, date, due date, open amount, days overdue."""
        self.ensure_one()
        return [
            (number, tools.format_date(self.env, day), tools.format_date(self.env, due),
             currency.format(amount), currency.format(rest), days)
            for number, day, due, currency, amount, rest, days in self._overdue_items()[self.id]]

    def _letter_totals(self):
        """What is open in each currency, as text."""
        totals = defaultdict(float)
        for _number, _day, _due, currency, _amount, rest, _days in self._overdue_items()[self.id]:
            totals[currency] += rest
        return [currency.format(amount) for currency, amount in totals.items()]

    def _letter_day(self):
        return tools.format_date(self.env, self.company_id._archive_today(), date_format="long")

    def _letter_words(self):
        """The sentences around a name, number or day: each language has its own order and punctuation for them."""
        self.ensure_one()
        collector = self.user_id
        return {
            "number": self.env._("Number: %s", f"{self.name}-{self.letter_count or 1}"),
            "greeting": self.env._("To %s:", self.partner_id.name),
            "opening": self.env._(
                "According to our books, the following amounts, which you owe us under our contracts, had not been "
                "received by %s:", self._letter_day()),
            "contact": self.env._("Contact: %s", " ".join(filter(None, [collector.name, collector.phone]))),
        }

    def _letter_banks(self):
        """Accounts of the company to which the customer pays."""
        return [
            (bank.bank_id.name or "", bank.acc_number)
            for bank in self.sudo().company_id.partner_id.bank_ids]  # sudo: our own accounts, on our own letter
