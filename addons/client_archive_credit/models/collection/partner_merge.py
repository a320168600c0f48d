from odoo import models

from .collection import OPEN_STATES


class PartnerMerge(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """End collection matters that would be open twice after the merge; Odoo would delete one by SQL."""
        # sudo: a matter that the user cannot see must not be lost either
        doubles = self.env["credit.collection"].sudo()._read_group(
            [("partner_id", "in", partner_ids), ("state", "in", OPEN_STATES)], ["company_id"], ["id:recordset"],
            having=[("__count", ">", 1)])
        for _company, matters in doubles:
            matters.sorted("id")[1:]._end(
                "settled", self.env._("The customers were merged: the matter goes on in the other one."))
        return super()._merge(partner_ids, dst_partner=dst_partner, extra_checks=extra_checks)
