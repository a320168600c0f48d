from odoo import api, fields, models

READERS = "client_archive_credit.group_credit_officer,client_archive.group_executive,client_archive.group_auditor," \
    "client_archive.group_salesperson"


class ResPartner(models.Model):
    _inherit = "res.partner"

    credit_collection_id = fields.Many2one(
        "credit.collection", string="Collection Matter", compute="_compute_credit_collection_id", groups=READERS,
        help="The open one in this company.")
    credit_collection_state = fields.Selection(
        selection=lambda self: self.env["credit.collection"]._fields["state"]._description_selection(self.env),
        string="State of the Collection", compute="_compute_credit_collection_id", groups=READERS)

    @api.depends_context("company", "uid")
    def _compute_credit_collection_id(self):
        Collection = self.env["credit.collection"]
        matters = Collection._of(self.commercial_partner_id, self.env.company)
        readable = Collection.union(*matters.values()).sudo(False)._filtered_access("read")
        for partner in self:
            matter = matters.get((partner.commercial_partner_id, self.env.company), Collection)
            partner.credit_collection_id = readable & matter
            partner.credit_collection_state = partner.credit_collection_id.state

    def action_open_credit_collection(self):
        """Open the customer's open collection matter, or a new one.

        :raises AccessError: without the right to open one
        """
        self.ensure_one()
        partner = self.commercial_partner_id
        action = {"type": "ir.actions.act_window", "res_model": "credit.collection", "views": [(False, "form")]}
        if matter := partner.credit_collection_id:
            return {**action, "res_id": matter.id}
        self.env["credit.collection"].check_access("create")
        return {**action, "name": self.env._("Collection Matter"), "context": {"default_partner_id": partner.id}}
