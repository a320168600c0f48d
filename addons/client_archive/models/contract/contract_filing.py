import logging

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

_logger = logging.getLogger(__name__)
_CHUNK = 100
_CALL = "client_archive.mail_activity_order_dossier"


class ArchiveContract(models.Model):
    """Confirmed orders file their contract, and the first one opens the dossier (R77, R103).

    An order is never kept from being confirmed or cancelled by it: what goes wrong is undone, told to the
    salesperson, and tried again by the hourly job.
    """

    _inherit = "archive.contract"

    # ------------------------------------------------------------------
    # Which orders
    # ------------------------------------------------------------------
    @api.model
    def _orders_to_file(self, orders):
        """Those of ``orders`` that are a contract by their company's settings, and are in no ledger yet."""
        candidates = orders.filtered(lambda order: order.state == "sale" and order._archive_makes_contract())
        if not candidates:
            return candidates
        filed = self.env["archive.contract.order"].search([
            ("order_id", "in", candidates.ids), ("is_current", "=", True)]).order_id
        return candidates - filed

    @api.model
    def _unfiled_domain(self, company):
        """Confirmed orders of ``company`` that no contract stands for; those in other currencies are weighed later."""
        domain = (Domain("company_id", "=", company.id) & Domain("state", "=", "sale") & Domain("amount_total", ">", 0)
                  & Domain("archive_link_ids", "not any", [("is_current", "=", True)])
                  & (Domain("currency_id", "!=", company.currency_id.id)
                     | Domain("amount_total", ">=", company.archive_contract_threshold)))
        if company.archive_order_filing_since:
            domain &= Domain("date_order", ">=", company.archive_order_filing_since)
        if company.archive_order_filing == "dossier":
            domain &= Domain("partner_id.commercial_partner_id.dossier_ids", "any", [
                ("company_id", "=", company.id), ("state", "!=", "closed")])
        return domain

    # ------------------------------------------------------------------
    # Filing
    # ------------------------------------------------------------------
    @api.model
    def _file_orders(self, orders):
        """File each of ``orders`` by itself; one that cannot be filed does not touch the others, nor its caller.

        Behind the gate, as the system: whoever confirms an order (a customer on the portal, too) need not know the
        archive.

        :return: contracts that were filed
        """
        contracts = self.browse()
        dossiers = self._dossiers_of(orders)
        if not dossiers and "open" not in orders.company_id.mapped("archive_order_filing"):
            return contracts
        for order in self._orders_to_file(orders):
            key = order.partner_id.commercial_partner_id, order.company_id
            if key not in dossiers and order.company_id.archive_order_filing != "open":
                continue
            contract = self._try(order, lambda order=order, key=key: self._file(order, dossiers.get(key)))
            if contract:
                dossiers[key] = contract.dossier_id
                contracts |= contract
        if contracts:
            self.env.ref("client_archive.ir_cron_contract_papers")._trigger()
        return contracts

    @api.model
    def _try(self, order, act):
        """``act()``, undone when it fails: the order goes its way, and its salesperson is told why."""
        # What the caller has still to write must not fail, and be undone, inside.
        self.env.flush_all()
        try:
            with self.env.cr.savepoint():
                return act()
        except OperationalError:
            raise  # somebody faster, or no database: Odoo runs the whole request again
        except UserError as error:
            self._call_salesperson(order, str(error))
        except Exception:
            # Whatever it is: the deal is not undone for it, and the hourly job tries again.
            _logger.exception("The archive could not follow order %s", order.name)
        return None

    @api.model
    def _dossiers_of(self, orders):
        for name, fields_read in (("res.partner", ["commercial_partner_id"]),
                                  ("archive.dossier", ["partner_id", "company_id", "state"])):
            self.env[name].flush_model(fields_read)
        # By SQL: asked at every confirmation, nearly always in vain.
        dossiers = self.env["archive.dossier"].browse(row[0] for row in self.env.execute_query(SQL(
            """
            SELECT dossier.id
              FROM res_partner customer
              JOIN archive_dossier dossier ON dossier.partner_id = customer.commercial_partner_id
             WHERE customer.id = ANY(%s) AND dossier.company_id = ANY(%s) AND dossier.state != 'closed'
             ORDER BY dossier.number_key DESC, dossier.id DESC
            """, orders.partner_id.ids, orders.company_id.ids)))
        return {(dossier.partner_id, dossier.company_id): dossier for dossier in dossiers}

    def _file(self, order, dossier):
        user = order._archive_salesperson()
        if not user and not dossier:
            raise UserError(self.env._("Nobody answers for %s: enter its salesperson.", order.name))
        dossier = dossier or self.env["archive.dossier"].with_context(mail_auto_subscribe_no_notify=True).create({
            "partner_id": order.partner_id.commercial_partner_id.id, "company_id": order.company_id.id,
            "user_id": user.id})
        contract = self.with_context(mail_auto_subscribe_no_notify=True).create(
            self._values_of_order(order, dossier, user))
        self.env["archive.contract.order"].create({"contract_id": contract.id, "order_id": order.id})
        contract._sign()
        order.activity_unlink([_CALL])
        return contract

    def _values_of_order(self, order, dossier, user):
        zoned = order.with_context(tz=order.company_id.resource_calendar_id.tz or "UTC")
        return {
            "name": self.env._("Sales contract %s", order.name),
            "dossier_id": dossier.id,
            "user_id": (user or dossier.user_id).id,
            "reference": order.client_order_ref,
            "amount": order.amount_total,
            "currency_id": order.currency_id.id,
            "signed_on": min(fields.Datetime.context_timestamp(zoned, order.signed_on or order.date_order).date(),
                             self._archive_day()),
            "payment_terms": order.payment_term_id.name,
            "delivery_date": order.commitment_date and fields.Datetime.context_timestamp(
                zoned, order.commitment_date).date(),
        }

    @api.model
    def _call_salesperson(self, order, reason):
        user = order._archive_salesperson()
        if not user or order.activity_search([_CALL]):
            return
        order.activity_schedule(_CALL, user_id=user.id, note=reason, summary=order.with_context(
            lang=user.lang).env._("The archive cannot file this order: see why"))

    # ------------------------------------------------------------------
    # What the confirmation missed, and what changed since
    # ------------------------------------------------------------------
    @api.model
    def _cron_follow_orders(self):
        """File confirmed orders that have no contract yet, and enter amendments and terminations of those that have."""
        for company in self.env["res.company"].search([("archive_order_filing", "!=", "none")]):
            domain, last = self._unfiled_domain(company), 0
            while orders := self.env["sale.order"].search(
                    domain & Domain("id", ">", last), order="id", limit=_CHUNK):
                last = orders[-1].id
                self.with_company(company)._file_orders(orders.with_company(company))
                if not self.env["ir.cron"]._commit_progress(len(orders)):
                    return
        self._follow_changes()

    @api.model
    def _follow_changes(self):
        last = 0
        while links := self.env["archive.contract.order"].browse(self._changed_links(last)):
            last = links[-1].id
            for link in links:
                self._try(link.order_id, link._note_changes)
            if not self.env["ir.cron"]._commit_progress(len(links)):
                return

    @api.model
    def _changed_links(self, last):
        """Orders behind contracts in force that were written since they were looked at.

        An hour of overlap: what was begun before and written after is seen, too.
        """
        self.env.flush_all()
        return [row[0] for row in self.env.execute_query(SQL(
            """
            SELECT link.id FROM archive_contract_order link
              JOIN archive_contract contract ON contract.id = link.contract_id AND contract.state = 'in_force'
              JOIN sale_order sale ON sale.id = link.order_id
             WHERE link.is_current AND link.id > %s
               AND (sale.write_date > link.checked_on - interval '1 hour' OR EXISTS (
                    SELECT 1 FROM sale_order_line line
                     WHERE line.order_id = sale.id AND line.write_date > link.checked_on - interval '1 hour'))
             ORDER BY link.id LIMIT %s
            """, last, _CHUNK))]
