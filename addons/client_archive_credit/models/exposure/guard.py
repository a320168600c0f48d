from odoo import api, fields, models
from odoo.tools import SQL

from ...tools import turns


class CreditGuard(models.Model):
    """One row per payer and company, written before the exposure is read (invariant 7).

    Odoo reads in one snapshot per transaction: a lock alone would make the second of two simultaneous orders
    wait, and then judge by what it saw before. Writing the row makes it fail to serialise; Odoo runs it again,
    and it sees the first. Whoever failed has its turn then: see ``tools/turns.py``.
    """

    _name = "credit.guard"
    _description = "Credit Guard"
    _log_access = False

    payer = fields.Char(required=True, readonly=True, help="Model and id of the credit file or group.")
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    passages = fields.Integer(readonly=True)

    _payer_uniq = models.UniqueIndex("(payer, company_id)")

    @api.model
    def _take(self, payers):
        """Write the row of each of ``payers`` (records with a company, of one or more models), always in one order."""
        keys = sorted({(f"{payer._name},{payer.id}", payer.company_id.id) for payer in payers})
        if not keys:
            return
        turns.take(self.env.cr, [payer for payer, _company_id in keys], SQL(
            """
            INSERT INTO credit_guard (payer, company_id, passages)
            SELECT payer, company_id, 1 FROM turn, unnest(%s, %s) AS asked(payer, company_id)
             WHERE mine ORDER BY payer, company_id
                ON CONFLICT (payer, company_id) DO UPDATE SET passages = credit_guard.passages + 1
            """, *map(list, zip(*keys, strict=True))))
