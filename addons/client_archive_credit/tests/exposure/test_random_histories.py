import os

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from ..common import CreditCommon
from . import oracle
from .history import History

_NUMBER = st.integers(0, 999)
# More of them now and then: HISTORIES=2000 make test T=…
_HISTORIES = int(os.environ.get("HISTORIES", "25"))
_RATE = 0.137
# Odoo rounds the tax of each line of a document, in its currency; an open order is not a document yet.
_CENT_PER_LINE = 0.011 / _RATE


@tagged("-at_install", "post_install")
class TestRandomHistories(CreditCommon):
    """Exposure against an independent calculation, on histories that nobody thought of."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Tax = cls.env["account.tax"]
        cls.taxes = [
            Tax, Tax.create({"name": "13% on top", "amount": 13}),
            Tax.create({"name": "6% included", "amount": 6, "price_include_override": "tax_included"}),
        ]
        other = cls.env["res.currency"].with_context(active_test=False).search(
            [("name", "=", "EUR" if cls.company.currency_id.name != "EUR" else "USD")])
        other.active = True
        other.rate_ids.unlink()
        cls.env["res.currency.rate"].create({
            "currency_id": other.id, "company_id": cls.company.id, "name": "2020-01-01", "rate": _RATE})
        cls.currencies = cls.company.currency_id | other
        cls.product.taxes_id = cls.by_delivery.taxes_id = False

    @settings(max_examples=_HISTORIES, deadline=None, derandomize=_HISTORIES == 25, database=None,
              suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(st.sampled_from(History.acts()), _NUMBER, _NUMBER), min_size=2, max_size=14))
    def _check(self, acts):
        with self.env.cr.savepoint() as savepoint:
            payer = self.env["res.partner"].create({"name": "Random", "is_company": True})
            history = History(self.env, payer, self.product | self.by_delivery, self.taxes, self.currencies)
            history.sell(1, len(acts))
            for act, number, more in acts:
                getattr(history, act)(number, more)
            figures = self.env["credit.exposure"]._of(self.company, payer)[payer.id]
            lines = history.orders.order_line
            self.assertAlmostEqual(
                figures.total, oracle.used(self.env, self.company, payer),
                delta=0.005 + _CENT_PER_LINE * len(lines), msg=f"{figures}")
            self.assertGreaterEqual(min(figures.receivable, figures.to_invoice, figures.drafts, figures.credits), 0)
            savepoint.rollback()
        self.env.invalidate_all()

    def test_exposure_equals_the_independent_calculation(self):
        self._check()
