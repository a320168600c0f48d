from odoo import api, models
from odoo.tools import SQL

from ...tools import exposure

# More payers or orders than these are worth a plan of their own.
_FEW = 100
FIGURES, AMOUNTS = "credit_exposure_figures", "credit_exposure_amounts"


class CreditExposure(models.AbstractModel):
    """The same queries as functions in the database: PostgreSQL plans those once for each connection.

    For the few payers of a confirmation, planning takes ten times as long as running.
    """

    _inherit = "credit.exposure"

    def init(self):
        super().init()
        argument = [SQL(f"${number}") for number in range(1, 6)]
        self._compile(FIGURES, "integer, integer[], date, date, integer[]", {
            "payer_id": "integer", **exposure.COMPONENTS}, exposure.components(*argument))
        self._compile(AMOUNTS, "integer[]", {"order_id": "integer", "payer_id": "integer", "amount": "numeric"},
                      exposure.open_orders(SQL("sale.id = ANY(%s)", argument[0])))

    @api.model
    def _compile(self, name, arguments, columns, query):
        """Make ``query`` a function; it must have no values in it, only the names of arguments."""
        assert not query.params
        self.env.cr.execute(SQL(
            """
            DROP FUNCTION IF EXISTS %(name)s;
            CREATE FUNCTION %(name)s(%(arguments)s) RETURNS TABLE(%(columns)s) LANGUAGE plpgsql STABLE
               SET plan_cache_mode = force_generic_plan SET jit = off AS %(body)s
            """,
            name=SQL.identifier(name), arguments=SQL(arguments),
            columns=SQL(", ").join(SQL(f"{column} {kind}") for column, kind in columns.items()),
            body=f"#variable_conflict use_column\nBEGIN RETURN QUERY {query.code}; END"))

    @api.model
    def _components(self, company_id, partner_ids, today, late_before, without_orders):
        if max(len(partner_ids), len(without_orders)) > _FEW:
            return super()._components(company_id, partner_ids, today, late_before, without_orders)
        return SQL("SELECT * FROM %s(%s, %s, %s, %s, %s)", SQL.identifier(FIGURES), company_id, partner_ids, today,
                   late_before, without_orders)

    @api.model
    def _amounts(self, order_ids):
        if len(order_ids) > _FEW:
            return super()._amounts(order_ids)
        return SQL("SELECT * FROM %s(%s)", SQL.identifier(AMOUNTS), order_ids)
