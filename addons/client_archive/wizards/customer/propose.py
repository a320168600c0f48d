from odoo import api, fields, models

from ...models.customer import key_data

_PLAIN = ("name", "vat", "legal_representative", "registered_address", "registered_capital")


class ArchiveCustomerPropose(models.TransientModel):
    """Dialog that proposes a change of a customer's key data: what is on file, to be made what is new."""

    _name = "archive.customer.propose"
    _description = "Propose a Change"

    dossier_id = fields.Many2one("archive.dossier", required=True, ondelete="cascade")
    partner_id = fields.Many2one(related="dossier_id.partner_id")
    name = fields.Char(string="Registered Name", compute="_compute_values", store=True, readonly=False)
    vat = fields.Char(string="Credit Code", compute="_compute_values", store=True, readonly=False)
    legal_representative = fields.Char(compute="_compute_values", store=True, readonly=False)
    registered_address = fields.Char(compute="_compute_values", store=True, readonly=False)
    registered_capital = fields.Monetary(
        compute="_compute_values", store=True, readonly=False, currency_field="capital_currency_id")
    capital_currency_id = fields.Many2one(
        "res.currency", string="Currency of Capital", compute="_compute_values", store=True, readonly=False)
    bank_account_id = fields.Many2one(
        "res.partner.bank", string="Account to Change", domain="[('partner_id', '=', partner_id)]",
        help="Empty: the account below is a further one.")
    bank_close = fields.Boolean(string="Account Given Up")
    acc_number = fields.Char(
        string="Account Number", compute="_compute_account", store=True, readonly=False)
    bank_id = fields.Many2one("res.bank", string="Bank", compute="_compute_account", store=True, readonly=False)
    source = fields.Char(help="From whom, or where, it is known.")
    known_on = fields.Date(string="Learned on", required=True, default=lambda self: self._archive_day())
    proof = fields.Selection(key_data.PROOFS, string="Proved by", required=True, default="stamped_copy")
    document_id = fields.Many2one(
        "archive.document", string="Proving Paper", domain="[('dossier_id', '=', dossier_id)]")
    note = fields.Text(string="Remarks")

    @api.depends("dossier_id")
    def _compute_values(self):
        for dialog in self:
            dossier = dialog.dossier_id
            for name in _PLAIN:
                dialog[name] = dossier and dossier._key_value(name)
            currency = dossier and dossier._key_value("capital_currency_id")
            dialog.capital_currency_id = currency or dossier.company_id.currency_id

    @api.depends("bank_account_id")
    def _compute_account(self):
        for dialog in self:
            dialog.acc_number = dialog.bank_account_id.acc_number
            dialog.bank_id = dialog.bank_account_id.bank_id

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._complete(vals) for vals in vals_list])

    @api.model
    def _complete(self, vals):
        """``vals`` with what is on file for what they do not say: a client that names one value changes one value."""
        dialog = self.new({name: vals.get(name) for name in ("dossier_id", "bank_account_id")})
        on_file = {
            name: self._fields[name].convert_to_write(dialog[name], dialog)
            for name in (*_PLAIN, "capital_currency_id", "acc_number", "bank_id")}
        return {**on_file, **vals}

    def action_propose(self):
        """Propose what is different; see ``archive.customer.proposal._propose``."""
        self.ensure_one()
        values = {name: self[name] for name in _PLAIN}
        if self.registered_capital:
            values["capital_currency_id"] = self.capital_currency_id.id
        values["bank"] = {
            "account": self.bank_account_id.id, "acc_number": self.acc_number, "bank_id": self.bank_id.id,
            "close": self.bank_close and bool(self.bank_account_id)}
        proposal = self.env["archive.customer.proposal"]._propose(
            self.dossier_id, values, self.source, self.proof, document=self.document_id, known_on=self.known_on,
            note=self.note)
        return {
            "type": "ir.actions.act_window", "res_model": proposal._name, "res_id": proposal.id,
            "views": [(False, "form")],
        }
