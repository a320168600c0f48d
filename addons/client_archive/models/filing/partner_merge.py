from odoo import models
from odoo.exceptions import UserError


class PartnerMerge(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Refuse to merge customers who each have a dossier in one company.

        Odoo's merge deletes by SQL what would break a unique key: a dossier would be lost in silence (invariant 5).
        """
        # sudo: a dossier that the user cannot see must not be lost either
        per_company = self.env["archive.dossier"].sudo()._read_group(
            [("partner_id", "in", partner_ids)], ["company_id"], ["id:recordset"], having=[("__count", ">", 1)])
        for company, dossiers in per_company:
            raise UserError(self.env._(
                "These customers each have a dossier in %(company)s: %(dossiers)s. Move the papers into one dossier "
                "first, then merge the customers.",
                company=company.name, dossiers=", ".join(dossiers.mapped("display_name"))))
        return super()._merge(partner_ids, dst_partner=dst_partner, extra_checks=extra_checks)
