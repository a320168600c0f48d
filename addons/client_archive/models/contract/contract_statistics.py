from odoo import fields, models
from odoo.tools import SQL

KINDS = [
    ("signed", "Signed"), ("fulfilled", "Fulfilled"), ("amendment", "Amended"), ("termination", "Terminated"),
    ("dispute", "Disputed"),
]


class ArchiveContractStatistics(models.Model):
    """What happened to contracts, by day: one row for each signing, fulfilment, amendment, termination and dispute.

    For live analysis (R70, R105). What was reported is frozen in ``archive.statistics.return``.
    """

    _name = "archive.contract.statistics"
    _description = "Contract Statistics"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "contract_id"

    date = fields.Date(readonly=True)
    kind = fields.Selection(KINDS, string="Contract Event", readonly=True)
    contract_id = fields.Many2one("archive.contract", readonly=True)
    contract_kind = fields.Selection(
        selection=lambda self: self.env["archive.contract"]._fields["kind"]._description_selection(self.env),
        string="Kind of Contract", readonly=True)
    dossier_id = fields.Many2one("archive.dossier", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    department_id = fields.Many2one("hr.department", string="Our Department", readonly=True)
    user_id = fields.Many2one("res.users", string="Handler", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    number = fields.Integer(string="Number of Contracts", readonly=True)
    amount = fields.Monetary(readonly=True, help="In the currency of the company.")

    def init(self):
        self.env.cr.execute(SQL(
            """
            CREATE OR REPLACE VIEW %s AS (
                SELECT happened.id, happened.date, happened.kind, happened.contract_id, happened.contract_kind,
                       happened.dossier_id, happened.partner_id, happened.department_id, happened.user_id,
                       happened.company_id, company.currency_id, 1 AS number, happened.amount
                  FROM (SELECT id * 4 AS id, signed_on AS date, 'signed'::text AS kind, id AS contract_id,
                               kind AS contract_kind, dossier_id, partner_id, department_id, user_id, company_id,
                               amount_signed_company AS amount
                          FROM archive_contract WHERE state NOT IN ('draft', 'cancelled')
                         UNION ALL
                        SELECT id * 4 + 1, fulfilled_on, 'fulfilled'::text, id, kind, dossier_id, partner_id,
                               department_id, user_id, company_id, amount_company
                          FROM archive_contract WHERE state = 'fulfilled'
                         UNION ALL
                        SELECT act.id * 4 + 2, act.date, act.kind::text, contract.id, contract.kind,
                               contract.dossier_id, contract.partner_id, contract.department_id, contract.user_id,
                               contract.company_id, act.amount_company
                          FROM archive_contract_act act JOIN archive_contract contract ON contract.id = act.contract_id
                         WHERE act.void_on IS NULL) happened
                  JOIN res_company company ON company.id = happened.company_id)
            """, SQL.identifier(self._table)))
