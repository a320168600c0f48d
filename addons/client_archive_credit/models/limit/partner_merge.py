from odoo import models
from odoo.exceptions import UserError

from odoo.addons.client_archive.tools import gate


class PartnerMerge(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Refuse to merge customers who each have a credit file; keep the granted limit of the one that has."""
        File = self.env["credit.file"].sudo()  # sudo: files that the user cannot see must not be lost either
        per_company = File._read_group(
            [("partner_id", "in", partner_ids)], ["company_id"], ["id:recordset"], having=[("__count", ">", 1)])
        for company, files in per_company:
            raise UserError(self.env._(
                "These customers each have a credit file in %(company)s: %(customers)s. Two files are not merged: "
                "delete the one that never had a limit first.",
                company=company.name, customers=", ".join(files.partner_id.mapped("display_name"))))
        files = File.search([("partner_id", "in", partner_ids), ("state", "=", "open")])
        result = super()._merge(partner_ids, dst_partner=dst_partner, extra_checks=extra_checks)
        if files:
            files.invalidate_recordset()
            files._write_odoo_limit()
        return result

    def _update_values(self, src_partners, dst_partner):
        # Odoo's limit of a merged customer goes to the one that stays; what was granted is written again above.
        return super()._update_values(src_partners, gate.opened(dst_partner))
