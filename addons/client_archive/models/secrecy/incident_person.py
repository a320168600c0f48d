from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

# The grounds as the regulation lists them: those of a warning, and those of a dismissal.
WARNING_GROUNDS = [
    ("w1", "Leaked, but remedied"),
    ("w2", "Leaked, without serious consequences or loss"),
    ("w3", "Broke the rules of secrecy"),
]
DISMISSAL_GROUNDS = [
    ("d1", "Forced others to break the rules by virtue of office"),
    ("d2", "Helped theft, spying or bribery, or supplied papers against the rules"),
    ("d3", "Leaked important papers, with serious consequences or great loss"),
]
_DECISION = {"ground", "sanction", "amount", "decision_note"}


class ArchiveIncidentPerson(models.Model):
    """A person in an incident: traced, and decided on by the general manager's office (R60, R61, R109).

    Ground and sanction are chosen, one apart from the other; neither is ever worked out from anything.
    """

    _name = "archive.incident.person"
    _inherit = ["archive.journal.mixin"]
    _description = "Person in an Incident"
    _order = "incident_id, id"
    # The journal names records, and its readers need not know about whom this is.
    _rec_name = "incident_id"

    incident_id = fields.Many2one("archive.incident", required=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="incident_id.company_id", store=True, index=True)
    user_id = fields.Many2one("res.users", string="Person", ondelete="restrict", domain="[('share', '=', False)]")
    outsider = fields.Char(string="Person without a Login")
    role = fields.Selection(
        [("responsible", "Responsible"), ("involved", "Involved"), ("witness", "Witness")],
        required=True, default="involved")
    trace = fields.Text(help="How it was traced to this person.")
    ground = fields.Selection(WARNING_GROUNDS + DISMISSAL_GROUNDS)
    sanction = fields.Selection(
        [
            ("none", "None"),
            ("warning", "Warning and Pay Cut"),
            ("dismissal", "Dismissal"),
            ("damages", "Dismissal and Damages"),
        ])
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(string="Pay Cut or Damages")
    decision_note = fields.Text(string="Grounds of the Decision")
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True, copy=False, ondelete="restrict")
    decided_on = fields.Datetime(readonly=True, copy=False)

    _somebody = models.Constraint(
        "CHECK (user_id IS NOT NULL OR outsider IS NOT NULL)", "Say who it is.")

    @api.constrains("ground", "sanction")
    def _check_sanction(self):
        for person in self:
            if person.sanction and person.sanction != "none" and not person.ground:
                raise ValidationError(self.env._("A sanction has a ground: choose it from the list."))
            if person.sanction in ("dismissal", "damages") and person.ground not in dict(DISMISSAL_GROUNDS):
                raise ValidationError(self.env._("This ground carries no dismissal."))

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._sign(vals) for vals in vals_list]
        people = super().create(vals_list)
        people._check_hands()
        people._journal("created", after=lambda person: {"role": person.role})
        people.filtered("sanction")._journal_sanction()
        return people

    def write(self, vals):
        self._check_hands()
        if self.incident_id.filtered(lambda incident: incident.state == "closed"):
            raise UserError(self.env._("The incident is closed: reopen it first."))
        vals = self._sign(vals)
        result = super().write(vals)
        self._check_hands()
        if vals.keys() & _DECISION:
            self._journal_sanction()
        else:
            self._journal("changed", after={"fields": sorted(vals)})
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_undecided(self):
        self._check_hands()
        if any(person.sanction for person in self):
            raise UserError(self.env._("A decision about a person is kept on record."))
        self._journal("deleted")

    def _sign(self, vals):
        """``vals`` with who decides and when, where they decide.

        :raises AccessError: when somebody else than the general manager's office decides
        """
        vals = {name: value for name, value in vals.items() if name not in ("decided_by_id", "decided_on")}
        if not any(vals.get(name) for name in _DECISION) and not (vals.keys() & _DECISION and self.ids):
            return vals
        if not self.env.su and not self.env.user.has_group("client_archive.group_executive"):
            raise AccessError(self.env._("The general manager's office decides on sanctions."))
        return {**vals, "decided_by_id": self.env.uid, "decided_on": fields.Datetime.now()}

    def _check_hands(self):
        if self.env.user in self.user_id:
            raise AccessError(self.env._("Nobody deals with their own part in an incident."))

    def _journal_sanction(self):
        self._journal("sanction_decided", after=lambda person: {
            "ground": person.ground, "sanction": person.sanction})
