from odoo import fields, models
from odoo.exceptions import UserError


class HrDepartureWizard(models.TransientModel):
    """Whoever leaves hands the customers' files on in the same step (R42)."""

    _inherit = "hr.departure.wizard"

    archive_successor_id = fields.Many2one(
        "res.users", string="Successor for the Dossiers", domain="[('share', '=', False)]",
        groups="client_archive.group_department_head,client_archive.group_archive_head",
        help="Keeps the customers' files from now on, with what is to be done about them. Empty: the department head "
             "is called to name one.")

    def action_register_departure(self):
        """Hand the dossiers of those who leave to the successor, then let them leave.

        :raises AccessError: for who may not name a successor
        """
        for wizard in self:
            # sudo: only those with the field's groups can have filled it in
            successor = wizard.sudo().archive_successor_id.sudo(False)
            if successor:
                wizard._name_successor(successor)
        return super().action_register_departure()

    def _name_successor(self, successor):
        # sudo: which companies the dossiers are in; the dialog itself checks who may name a successor
        dossiers = self.env["archive.dossier"].sudo().search([("user_id", "in", self.employee_ids.user_id.ids)])
        for user in self.employee_ids.user_id:
            if user == successor:
                raise UserError(self.env._("The successor is another, active member of the staff."))
            companies = dossiers.filtered(lambda dossier, who=user: dossier.user_id == who).company_id
            for company in companies:
                self.env["archive.succession"].create({
                    "from_user_id": user.id, "to_user_id": successor.id, "company_id": company.id,
                    "reason": self.departure_reason_id.name,
                }).action_apply()
