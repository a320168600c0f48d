from odoo import fields, models


class CreditFile(models.Model):
    """The collection record is part of the credit file (R107)."""

    _inherit = "credit.file"

    collection_ids = fields.Many2many("credit.collection", string="Collection", compute="_compute_collection")
    collection_act_ids = fields.Many2many(
        "credit.collection.act", string="Collection Record", compute="_compute_collection")
    promise_ids = fields.Many2many("credit.promise", string="Promises", compute="_compute_collection")

    def _compute_collection(self):
        domain = [("partner_id", "in", self.partner_id.ids), ("company_id", "in", self.company_id.ids)]
        found = {
            name: self.env[model].search(domain).grouped(lambda row: (row.partner_id, row.company_id))
            for name, model in (
                ("collection_ids", "credit.collection"), ("collection_act_ids", "credit.collection.act"),
                ("promise_ids", "credit.promise"))}
        for file in self:
            for name, rows in found.items():
                file[name] = rows.get((file.partner_id, file.company_id), self.env[self._fields[name].comodel_name])
