from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.client_archive.tools import gate

from .collection import OPEN_STATES

ENTERED = [
    ("reminder", "Reminder"),
    ("call", "Call"),
    ("visit", "Visit"),
    ("promise", "Promise to Pay"),
    ("dispute", "Dispute"),
    ("dispute_settled", "Dispute Settled"),
    ("other", "Other"),
]
KINDS = [*ENTERED[:3], ("letter", "Dunning Letter"), *ENTERED[3:6], ("legal", "Legal Steps"), ENTERED[6]]


class CreditCollectionAct(models.Model):
    """One entry of the collection record (R107): what was done and said, when and by whom. It stays as it is."""

    _name = "credit.collection.act"
    _inherit = ["archive.guard.mixin"]
    _description = "Entry of the Collection Record"
    _order = "date desc, id desc"
    _rec_name = "content"

    _gated_fields = frozenset({"user_id", "message_id", "promise_id"})

    collection_id = fields.Many2one(
        "credit.collection", string="Collection Matter", required=True, ondelete="restrict", index=True)
    partner_id = fields.Many2one(related="collection_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="collection_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(required=True, default=lambda self: self._archive_day(), index=True)
    kind = fields.Selection(KINDS, required=True, default="call", index=True)
    contact_id = fields.Many2one(
        "res.partner", string="Contact Person", domain="[('id', 'child_of', partner_id)]", ondelete="restrict")
    content = fields.Text(string="What Was Said", required=True)
    amount = fields.Monetary(string="Amount in Question", help="What is disputed, or promised.")
    user_id = fields.Many2one(
        "res.users", string="Noted by", required=True, readonly=True, default=lambda self: self.env.user,
        ondelete="restrict")
    promise_id = fields.Many2one("credit.promise", readonly=True, ondelete="restrict", index="btree_not_null")
    message_id = fields.Many2one(
        "mail.message", string="From Activity", readonly=True, ondelete="set null", index="btree_not_null",
        groups="client_archive_credit.group_credit_officer")

    _message_uniq = models.UniqueIndex(
        "(message_id) WHERE message_id IS NOT NULL", "This activity is in the record already.")

    @api.constrains("date")
    def _check_date(self):
        for act in self:
            if act.date > self._archive_day():
                raise ValidationError(self.env._("What has not happened yet is planned as an activity."))

    @api.model_create_multi
    def create(self, vals_list):
        if not gate.is_open(self.env):
            vals_list = [
                {**{name: vals[name] for name in vals if name not in self._gated_fields}, "user_id": self.env.uid}
                for vals in vals_list]
        acts = super().create(vals_list)
        for act in acts:
            if act.collection_id.state not in OPEN_STATES:
                raise UserError(self.env._("%s is closed: open another matter.", act.collection_id.display_name))
            act.collection_id._follow(act.kind)
        # sudo: the journal is about the matter, which the user reads
        for act in acts.sudo():
            act.collection_id.with_user(self.env.uid)._journal("collection_act", after={
                "kind": act.kind, "date": act.date}, note=act.content)
        return acts

    def write(self, vals):
        if not gate.is_open(self.env):
            raise AccessError(self.env._("The collection record is not changed: add another entry."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The collection record is not deleted."))
