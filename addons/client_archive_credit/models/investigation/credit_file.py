from odoo import api, fields, models


class CreditFile(models.Model):
    """Until when what is known of the customer counts: kept on the file, where each order finds it at no cost (R43)."""

    _inherit = "credit.file"

    _gated_fields = frozenset({"report_until"})

    report_until = fields.Date(
        string="Report Valid until", compute="_compute_report_until", store=True,
        help="Last day of the approved investigation report. Empty: there was none yet.")

    @api.depends("partner_id", "company_id")
    def _compute_report_until(self):
        # One report at most is approved or expired in a company: the next one supersedes it.
        groups = self.env["credit.investigation"]._read_group(
            [("partner_id", "in", self.partner_id.ids), ("company_id", "child_of", self.company_id.ids),
             ("state", "in", ("approved", "expired"))], ["partner_id", "company_id"], ["valid_until:max"])
        until = {}
        for partner, company, day in groups:
            key = partner.id, company.root_id.id
            until[key] = max(filter(None, [until.get(key), day]), default=False)
        for file in self:
            file.report_until = until.get((file.partner_id.id, file.company_id.id), False)

    def _report_expired(self):
        """Whether the customer's last report is no longer valid, and its company minds (R43)."""
        self.ensure_one()
        company = self.company_id.sudo()  # sudo: the company's policy counts, whoever sells
        return bool(
            company.credit_report_holds and self.report_until and self.report_until < company._archive_today())


class CreditInvestigation(models.Model):
    """A report that is approved or superseded changes until when its customer is known; orders that waited go on."""

    _inherit = "credit.investigation"

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"state", "valid_until"}:
            # sudo: what the files say follows from the report, whoever moves it
            File = self.env["credit.file"].sudo()
            files = File.search([
                ("partner_id", "in", self.partner_id.ids), ("company_id", "in", self.company_id.sudo().root_id.ids)])
            self.env.add_to_compute(File._fields["report_until"], files)
        if vals.get("state") == "approved":
            self.env["credit.hold"]._wake(self.partner_id, self.company_id)
        return result


class PartnerMerge(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """The customer that stays takes over the reports of the others."""
        result = super()._merge(partner_ids, dst_partner=dst_partner, extra_checks=extra_checks)
        # sudo: a file counts, whoever may see it
        File = self.env["credit.file"].sudo()
        self.env.add_to_compute(File._fields["report_until"], File.search([("partner_id", "in", partner_ids)]))
        return result
