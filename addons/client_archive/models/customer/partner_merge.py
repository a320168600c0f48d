from odoo import models

from ...tools import gate


class PartnerMerge(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Merging may bring key data of one customer to another: journaled, and to be verified afterwards."""
        Partner = self.env["res.partner"]
        dossiers = Partner.browse(partner_ids)._guarding_dossiers().filtered(lambda dossier: dossier.state == "open")
        if not dossiers:
            return super()._merge(partner_ids, dst_partner=dst_partner, extra_checks=extra_checks)
        before = dossiers._key_snapshot()
        # The gate is open for the one that stays: what it takes over from the others is noted below, as a whole.
        kept = gate.opened(dst_partner or self._get_ordered_partner(Partner.browse(partner_ids).exists().ids)[-1])
        result = super()._merge(partner_ids, dst_partner=kept, extra_checks=extra_checks)
        dossiers.env.invalidate_all()
        dossiers._note_bypass(before)
        return result

    def _merge_bank_accounts(self, src_partners, dst_partner):
        # As of the one that stays: what arrives is noted by _merge(), once.
        return super()._merge_bank_accounts(gate.opened(src_partners), dst_partner)
