from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .term_mixin import SOON_DAYS


class ArchiveAgreement(models.Model):
    """A person's confidentiality agreement: without a valid one no classified paper opens (R98).

    Printed, signed on paper, and entered with its scan; renewed in time (``archive.agreement.renew``); ended when the
    person leaves. What they promised stays promised: it is what it opens that ends.
    """

    _name = "archive.agreement"
    _inherit = ["archive.term.mixin", "mail.thread", "mail.activity.mixin"]
    _description = "Confidentiality Agreement"
    _order = "date_from desc, id desc"
    _rec_name = "user_id"

    date_from = fields.Date(string="Signed on")
    date_to = fields.Date(string="Valid until", required=True, help="Last day of the agreement.")
    scan = fields.Binary(string="Signed Copy", attachment=True)
    scan_name = fields.Char(string="File Name")
    has_scan = fields.Boolean(string="Scan There", compute="_compute_has_scan", search="_search_has_scan")
    note = fields.Text()

    _user_idx = models.Index("(user_id, company_id)")

    @api.depends("scan")
    def _compute_has_scan(self):
        # sudo: whether there is a scan is shown to those who see the agreement
        files = self.env["ir.attachment"].sudo()._read_group(
            [("res_model", "=", self._name), ("res_field", "=", "scan"), ("res_id", "in", self.ids)], ["res_id"])
        scanned = {res_id for (res_id,) in files}
        for agreement in self:
            agreement.has_scan = agreement.id in scanned

    @api.model
    def _search_has_scan(self, operator, value):
        if operator != "in":
            return NotImplemented
        scanned = Domain("scan", "!=", False)
        return Domain.OR(scanned if wanted else ~scanned for wanted in value)

    @api.model_create_multi
    def create(self, vals_list):
        agreements = super().create(vals_list)
        agreements._journal("agreement_signed", after=lambda agreement: {
            "person": agreement.user_id.login, "signed": agreement.date_from, "until": agreement.date_to})
        return agreements

    # ------------------------------------------------------------------
    # Renewal
    # ------------------------------------------------------------------
    def _renewal_words(self):
        return self.env._("Confidentiality agreement of %(person)s ends on %(day)s", person=self.user_id.name,
                          day=self._expiry_date_label())

    @api.model
    def _ending(self):
        """The last agreements of active people that end within 30 days, or have."""
        horizon = fields.Date.today() + timedelta(days=SOON_DAYS)
        last = {
            (user, company): date for user, company, date in self._read_group(
                [("user_id.active", "=", True)], ["user_id", "company_id"], ["date_to:max"])}
        due = {key: date for key, date in last.items() if date <= horizon}
        found = self.search([
            ("user_id", "in", [user.id for user, _company in due]), ("date_to", "<=", horizon)], order="id")
        return found.filtered(lambda row: due.get((row.user_id, row.company_id)) == row.date_to)

    # ------------------------------------------------------------------
    # Leaving
    # ------------------------------------------------------------------
    @api.model
    def _left(self, users, companies=None):
        """End what agreements and clearances open to people who leave, from tomorrow and from now on.

        :param companies: the ones that they leave; ``None``: all
        """
        where = Domain("user_id", "in", users.ids)
        if companies is not None:
            where &= Domain("company_id", "in", companies.ids)
        # sudo: whoever lets people leave need not keep their agreements
        clearances = self.env["archive.clearance"].sudo().search(where & Domain("state", "=", "granted"))
        if clearances:
            clearances._move("revoked", kind="clearance_revoked", note=self.env._("left"), revoked_by_id=self.env.uid,
                             revoked_on=fields.Datetime.now())
        for company, agreements in self.sudo().search(where).grouped("company_id").items():
            today = self._today(company)
            agreements.filtered(lambda row, day=today: row.date_from <= day < row.date_to).write({"date_to": today})
