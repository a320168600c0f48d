from odoo import api, fields, models
from odoo.exceptions import UserError


class ResPartner(models.Model):
    """Who pays for whom changes with the parent company: what a payer takes over this way is checked."""

    _inherit = "res.partner"

    credit_hold_count = fields.Integer(
        string="Held Orders", compute="_compute_credit_hold_count",
        groups="client_archive_credit.group_credit_officer,client_archive.group_executive")

    def _compute_credit_hold_count(self):
        # sudo: the groups of the field decide who sees it
        counts = dict(self.env["credit.hold"].sudo()._read_group(
            [("partner_id", "in", self.commercial_partner_id.ids), ("state", "=", "pending"),
             ("company_id", "=", self.env.company.id)], ["partner_id"], ["__count"]))
        for partner in self:
            partner.credit_hold_count = counts.get(partner.commercial_partner_id.sudo(), 0)

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        # Who pays follows from the parents, whatever a client or a default says.
        self.env.add_to_compute(self._fields["commercial_partner_id"], partners.filtered(
            lambda partner: partner.commercial_partner_id != partner and (partner.is_company or not partner.parent_id)
            or partner.parent_id and not partner.is_company
            and partner.commercial_partner_id != partner.parent_id.commercial_partner_id))
        return partners

    def write(self, vals):
        # As above; Odoo's own merge writes it, too.
        vals = {name: vals[name] for name in vals if name != "commercial_partner_id"}
        if not vals.keys() & {"parent_id", "is_company"}:
            return super().write(vals)
        with (self.browse(vals.get("parent_id") or ()) | self.parent_id)._credit_takeover_judged():
            return super().write(vals)

    def _credit_takeover_judged(self):
        """Context manager for moves and merges: refuse what makes a payer with a limit owe more than it, and what takes
        open orders out of credit control.
        """
        return _Takeover(self)

    def action_view_credit_holds(self):
        """Open the held orders of the customer."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "credit.hold", "name": self.env._("Held Orders"),
            "view_mode": "list,form", "views": [(False, "list"), (False, "form")],
            "domain": [("partner_id", "=", self.commercial_partner_id.id)],
        }


class _Takeover:
    """Compares what the payers of ``partners`` owe before and after."""

    def __init__(self, partners):
        # sudo: the check does not depend on what the user may read
        payers = partners.sudo().commercial_partner_id
        self.files = partners.env["credit.file"].sudo().search(
            [("partner_id", "in", payers.ids), ("state", "=", "open")] if payers else [(0, "=", 1)])

    def __enter__(self):
        self.before = self.files._payer_exposures()

    def __exit__(self, kind, _error, _trace):
        if kind or not self.files:
            return
        files = self.files.exists()
        files._lock_guard()
        files.invalidate_recordset()
        after = files._payer_exposures()
        self._refuse_lost(after)
        for file in files:
            terms, exposure = file._terms(), after[file._payer()]
            grown = exposure.total - self.before[file._payer()].total
            stopped = terms.status(file.company_id._archive_today()) in ("stop", "expired")
            if grown > 0 and (stopped or terms.limit is not None and exposure.total > terms.limit):
                raise UserError(file.env._(
                    "%(customer)s would owe %(total)s, more than its valid limit of %(limit)s: apply for a higher one "
                    "first.",
                    customer=file.display_name, total=file.currency_id.format(exposure.total),
                    limit=file.currency_id.format(0.0 if stopped else terms.limit)))

    def _refuse_lost(self, after):
        """What one payer owes no more, another one under credit control owes: else it would be nobody's."""
        for payer, exposure in self.before.items():
            lost = exposure.total - after[payer].total if payer in after else 0.0
            if payer.currency_id.compare_amounts(lost, 0) > 0 and payer.currency_id.compare_amounts(
                    sum(exposure.total for exposure in self.before.values()),
                    sum(exposure.total for exposure in after.values())) > 0:
                payer._refuse_leaving(lost)
