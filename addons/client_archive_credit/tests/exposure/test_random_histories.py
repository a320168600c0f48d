import os
from contextlib import suppress
from datetime import timedelta

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import CreditCommon
from . import oracle
from .history import History

_NUMBER = st.integers(0, 999)
_USUAL = 40
# More of them now and then: HISTORIES=2000 make test T=… Not shrunk: that takes Odoo many minutes.
_HISTORIES = int(os.environ.get("HISTORIES", _USUAL))
_RATES = (0.137, 0.151)
# Odoo rounds the tax of each line of a document, in its currency; an open order is not a document yet.
_CENT_PER_LINE = 0.011 / min(_RATES)


@tagged("-at_install", "post_install")
class TestRandomHistories(CreditCommon):
    """Exposure against an independent calculation, on histories that nobody thought of.

    The payer deals with a company, a branch of it, whose dealings count with it, and a company that has nothing to do
    with them.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Company = cls.env["res.company"]
        currency = cls.company.currency_id
        cls.branch = Company.create({"name": "Branch", "parent_id": cls.company.id})
        cls.other = Company.create({"name": "Other", "currency_id": currency.id})
        cls.env["account.chart.template"].try_loading("generic_coa", company=cls.other, install_demo=False)
        cls.other.currency_id = currency
        cls.companies = cls.company | cls.branch | cls.other
        cls.env.user.company_ids |= cls.companies
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.companies.ids})
        foreign = cls.env["res.currency"].with_context(active_test=False).search(
            [("name", "=", "EUR" if currency.name != "EUR" else "USD")])
        foreign.active = True
        foreign.rate_ids.unlink()
        cls.taxes = {company: cls.make_taxes(company) for company in (cls.company, cls.other)}
        cls.taxes[cls.branch] = cls.taxes[cls.company]
        for company in cls.taxes.keys() - {cls.branch}:
            cls.env["res.currency.rate"].create([{
                "currency_id": foreign.id, "company_id": company.id, "rate": rate,
                "name": fields.Date.today() - timedelta(days=days),
            } for rate, days in zip(_RATES, (2000, 20), strict=True)])
        cls.currencies = currency | foreign
        cls.product.taxes_id = cls.by_delivery.taxes_id = False

    @classmethod
    def make_taxes(cls, company):
        Tax = cls.env["account.tax"].with_company(company)
        return [
            Tax, Tax.create({"name": "13% on top", "amount": 13, "company_id": company.id}),
            Tax.create({
                "name": "6% included", "amount": 6, "price_include_override": "tax_included",
                "company_id": company.id}),
        ]

    @settings(max_examples=_HISTORIES, deadline=None, derandomize=_HISTORIES == _USUAL, database=None,
              phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(st.sampled_from(History.acts()), _NUMBER, _NUMBER), min_size=2, max_size=14))
    def _check(self, acts):
        with self.env.cr.savepoint() as savepoint:
            payer = self.env["res.partner"].create({"name": "Random", "is_company": True})
            history = History(
                self.env, payer, self.companies, self.product | self.by_delivery, self.taxes, self.currencies)
            history.sell(1, len(acts))
            for act, number, more in acts:
                # what Odoo refuses did not happen
                with suppress(UserError), self.env.cr.savepoint():
                    getattr(history, act)(number, more)
            # A branch is no creditor: what is paid to it, Odoo books in part with the company that it belongs to.
            for company in self.companies - self.branch:
                self.compare(company, history)
            savepoint.rollback()
        self.env.invalidate_all()

    def compare(self, company, history):
        figures = self.env["credit.exposure"]._of(company, history.payer)[history.payer.id]
        together = self.companies.filtered(lambda other: company in other.parent_ids)
        lines = history.orders.filtered(lambda order: order.company_id in together).order_line
        self.assertAlmostEqual(
            figures.total, sum(oracle.used(self.env, one, history.payer) for one in together),
            delta=0.005 + _CENT_PER_LINE * len(lines), msg=f"{company.name}: {figures}")
        self.assertGreaterEqual(min(figures.receivable, figures.to_invoice, figures.drafts), 0)

    @mute_logger("odoo.sql_db")
    def test_exposure_equals_the_independent_calculation(self):
        self._check()
