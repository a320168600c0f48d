from odoo import api, fields, models


class ArchiveAgreement(models.Model):
    """A person's confidentiality agreement: without a valid one no classified paper opens (R98)."""

    _name = "archive.agreement"
    _inherit = ["archive.term.mixin"]
    _description = "Confidentiality Agreement"
    _order = "date_from desc, id desc"
    _rec_name = "user_id"

    date_from = fields.Date(string="Signed on")
    date_to = fields.Date(string="Valid until", required=True, help="Last day of the agreement.")
    scan = fields.Binary(attachment=True)
    scan_name = fields.Char(string="File Name")
    note = fields.Text()

    _user_idx = models.Index("(user_id, company_id)")

    @api.model_create_multi
    def create(self, vals_list):
        agreements = super().create(vals_list)
        agreements._journal("agreement_signed", after=lambda agreement: {
            "person": agreement.user_id.login, "signed": agreement.date_from, "until": agreement.date_to})
        return agreements

    def _renewal_words(self):
        return self.env._("Confidentiality agreement of %(person)s ends on %(day)s", person=self.user_id.name,
                          day=self._expiry_date_label())
