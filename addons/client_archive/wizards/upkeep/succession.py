from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class ArchiveSuccession(models.TransientModel):
    """Dialog that hands all dossiers of an account manager to a successor, in one step (R42)."""

    _name = "archive.succession"
    _description = "Hand Dossiers to a Successor"

    from_user_id = fields.Many2one(
        "res.users", string="From", required=True, context={"active_test": False}, domain="[('share', '=', False)]")
    to_user_id = fields.Many2one("res.users", string="To", required=True, domain="[('share', '=', False)]")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    reason = fields.Text(required=True)
    dossier_count = fields.Integer(string="Dossiers", compute="_compute_dossier_count")

    @api.depends("from_user_id", "company_id")
    def _compute_dossier_count(self):
        for wizard in self:
            wizard.dossier_count = self.env["archive.dossier"].search_count(wizard._dossier_domain())

    def _dossier_domain(self):
        return [("user_id", "=", self.from_user_id.id), ("company_id", "=", self.company_id.id)]

    def action_apply(self):
        """Hand all dossiers, their customers and open activities to the successor, with a reason.

        :raises AccessError: for anybody but the head of the archive and the heads of the owning departments
        :raises UserError: when there is nothing to hand over, or nobody to hand it to
        """
        self.ensure_one()
        if self.company_id not in self.env.companies:
            raise AccessError(self.env._("You do not work in %s.", self.company_id.name))
        if not self.to_user_id.active or self.to_user_id.share or self.from_user_id == self.to_user_id:
            raise UserError(self.env._("The successor is another, active member of the staff."))
        if self.company_id not in self.to_user_id.company_ids:
            raise UserError(self.env._(
                "%(user)s does not work in %(company)s.", user=self.to_user_id.name, company=self.company_id.name))
        if not self.to_user_id.has_group("client_archive.group_salesperson"):
            raise UserError(self.env._("%s may not keep dossiers: they need the role of a salesperson.",
                                       self.to_user_id.name))
        if not self.reason.strip():
            raise UserError(self.env._("Say why the dossiers change hands."))
        dossiers = self.env["archive.dossier"].search(self._dossier_domain())
        leaver = self.from_user_id
        if not dossiers and not leaver.sudo()._customers(self.company_id):  # sudo: whether there are any
            raise UserError(self.env._("%s keeps no dossiers.", leaver.name))
        self._check_may_name(dossiers)
        # sudo: a head hands over dossiers, customers and activities of others; checked above
        dossiers.sudo()._lock()
        dossiers.sudo()._succeed(self.to_user_id, self.reason)
        moved = {"dossiers": len(dossiers), **leaver._hand_over_work(self.to_user_id, self.company_id, self.reason)}
        self.env["archive.event"]._log(
            "succession", leaver, before={"user": leaver.login},
            after={"user": self.to_user_id.login, "company": self.company_id.name, **moved}, note=self.reason)
        return self._report(dossiers, moved)

    def _report(self, dossiers, moved):
        """Tell what moved, and go on to the dossiers."""
        labels = {
            "dossiers": self.env._("Dossiers"),
            "customers": self.env._("Customers without a dossier"),
            "activities": self.env._("Other activities"),
            "lists": self.env._("Handover lists"),
            "lists_waiting": self.env._("Signed lists that wait for the leaver (called)"),
            "requests": self.env._("Requests cancelled"),
            "loans": self.env._("Loans to bring back (called)"),
        }
        action = self.env["ir.actions.actions"]._for_xml_id("client_archive.archive_dossier_action")
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {
                "type": "success", "sticky": True,
                "title": self.env._("Handed to %s", self.to_user_id.name),
                "message": "; ".join(f"{label}: {moved[key]}" for key, label in labels.items() if moved.get(key)),
                "next": {**action, "domain": [("id", "in", dossiers.ids)], "context": {},
                         "views": [(False, "list"), (False, "form")]},
            },
        }

    def _check_may_name(self, dossiers):
        user = self.env.user
        if user.has_group("client_archive.group_archive_head"):
            return
        heads = self.env["mail.activity.plan.template"]._heads_upwards
        departments = {dossier.department_id for dossier in dossiers} or {
            self.from_user_id._archive_department(self.company_id)}
        if not user.has_group("client_archive.group_department_head") or not all(
                any(user in users for users in heads(department)) for department in departments):
            raise AccessError(self.env._(
                "Successors are named by the head of the owning department or of the archive."))
