from odoo import fields, models

from .warning_rule import OPEN_STATES


class PartnerMerge(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Close warnings that would be open twice after the merge.

        Odoo's merge deletes by SQL what would break a unique key: a warning would be lost in silence (invariant 5).
        """
        # sudo: a warning that the user cannot see must not be lost either
        doubles = self.env["credit.warning"].sudo()._read_group(
            [("partner_id", "in", partner_ids), ("state", "in", OPEN_STATES)], ["indicator", "company_id"],
            ["id:recordset"], having=[("__count", ">", 1)])
        for _indicator, _company, warnings in doubles:
            warnings.sorted(lambda row: (-row.severity_rank, row.id))[1:]._move(
                "dismissed", kind="warning_dismissed", closed_by_id=self.env.uid, closed_on=fields.Datetime.now(),
                closing_note=self.env._("The customers were merged: the same warning is open once."))
        return super()._merge(partner_ids, dst_partner=dst_partner, extra_checks=extra_checks)
