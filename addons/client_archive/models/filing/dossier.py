from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools import secrecy

_IDENTITY = {"partner_id", "company_id", "category_id", "user_id", "department_id", "secrecy_level"}


class ArchiveDossier(models.Model):
    """The file of one customer in one company: one customer, one volume, one box (R6)."""

    _name = "archive.dossier"
    _inherit = ["mail.thread", "mail.activity.mixin", "archive.approval.mixin", "archive.state.mixin"]
    _description = "Dossier"
    _order = "number desc, id desc"
    _rec_names_search = ["number", "partner_id.name"]
    _check_company_auto = True

    _state_transitions = {
        "preliminary": {"to_verify"},
        "to_verify": {"open", "preliminary"},
        "open": {"closed"},
        "closed": {"open"},
    }
    _gated_fields = frozenset({"number", "verified_by_id", "verified_on", "opened_on", "closed_on"})

    _approval_depends = ("secrecy_level", "department_id")

    number = fields.Char(readonly=True, copy=False, index="trigram", tracking=True)
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, ondelete="restrict", index=True, tracking=True,
        check_company=True, domain="[('parent_id', '=', False)]")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True)
    category_id = fields.Many2one(
        "archive.category", required=True, index=True, tracking=True, ondelete="restrict",
        domain="[('child_ids', '=', False)]", default=lambda self: self._default_category())
    user_id = fields.Many2one(
        "res.users", string="Account Manager", required=True, index=True, tracking=True, ondelete="restrict",
        check_company=True, default=lambda self: self.env.user, domain="[('share', '=', False)]")
    department_id = fields.Many2one(
        "hr.department", string="Owning Department", index=True, tracking=True, check_company=True,
        compute="_compute_department_id", store=True, readonly=False)
    secrecy_level = fields.Selection(
        secrecy.LEVELS, string="Secrecy", required=True, default=secrecy.NONE, tracking=True,
        help="Level that new papers of this customer get at least.")
    state = fields.Selection(
        [("preliminary", "Preliminary"), ("to_verify", "To Verify"), ("open", "Open"), ("closed", "Closed")],
        required=True, default="preliminary", readonly=True, copy=False, index=True, tracking=True,
        group_expand="_group_expand_states")
    verified_by_id = fields.Many2one("res.users", string="Verified by", readonly=True, copy=False)
    verified_on = fields.Date(readonly=True, copy=False)
    opened_on = fields.Date(readonly=True, copy=False)
    closed_on = fields.Date(readonly=True, copy=False)
    note = fields.Text()
    document_ids = fields.One2many("archive.document", "dossier_id", string="Papers")
    document_count = fields.Integer(compute="_compute_document_count")

    _partner_company_uniq = models.UniqueIndex(
        "(partner_id, company_id)", "This customer already has a dossier in this company (one customer, one volume).")
    _number_uniq = models.UniqueIndex(
        "(number, company_id) WHERE number IS NOT NULL", "This dossier number is already taken.")
    _order_idx = models.Index("(number_key DESC, id DESC)")

    # ------------------------------------------------------------------
    # Defaults and computes
    # ------------------------------------------------------------------
    @api.model
    def _default_category(self):
        return self.env["archive.category"].search([("child_ids", "=", False), ("parent_id", "!=", False)], limit=1)

    @api.depends("number", "partner_id.name")
    def _compute_display_name(self):
        for dossier in self:
            dossier.display_name = " ".join(filter(None, [dossier.number, dossier.partner_id.name]))

    @api.depends("user_id", "company_id")
    def _compute_department_id(self):
        employees = self.user_id._archive_employees()
        for dossier in self:
            dossier.department_id = employees.filtered(lambda employee, rec=dossier: (
                employee.user_id == rec.user_id and employee.company_id == rec.company_id))[:1].department_id

    @api.depends("document_ids")
    def _compute_document_count(self):
        counts = dict(self.env["archive.document"]._read_group(
            [("dossier_id", "in", self.ids)], ["dossier_id"], ["__count"]))
        for dossier in self:
            dossier.document_count = counts.get(dossier, 0)

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("partner_id")
    def _check_partner(self):
        for dossier in self:
            partner = dossier.partner_id
            if partner.parent_id:
                raise ValidationError(self.env._(
                    "A dossier belongs to the customer, not to a contact: choose %s.",
                    partner.commercial_partner_id.display_name))
            partner._check_uscc()

    @api.constrains("user_id")
    def _check_user(self):
        for dossier in self:
            if dossier.user_id.share:
                raise ValidationError(self.env._(
                    "%s is no member of the staff and cannot be an account manager.", dossier.user_id.name))

    @api.model_create_multi
    def create(self, vals_list):
        dossiers = super().create(vals_list)
        dossiers._journal("created", after=lambda dossier: {
            "customer": dossier.partner_id.name, "category": dossier.category_id.code})
        return dossiers

    def write(self, vals):
        identity = vals.keys() & _IDENTITY
        changed = {name for name in identity if self._changes(name, vals[name])}
        if not changed:
            return super().write(vals)
        self._check_identity(changed)
        before = {dossier.id: {name: self._plain(dossier[name]) for name in changed} for dossier in self}
        result = super().write(vals)
        self._journal(
            "changed", before=lambda dossier: before[dossier.id], after={name: vals[name] for name in changed})
        return result

    def _check_identity(self, names):
        """Whose file it is, and how secret, is what was verified: then the archive alone changes it.

        :raises UserError: for anybody else, and for the company of a dossier that was opened or holds papers
        """
        if self.env.su:
            return
        past = self.filtered(lambda dossier: dossier.state != "preliminary")
        if past and not self.env.user.has_group("client_archive.group_archivist"):
            raise UserError(self.env._(
                "%s was handed to the supervisor: whose file it is, and its secrecy, are changed by the archive only.",
                past[0].display_name))
        if "company_id" not in names:
            return
        if self.sudo().document_ids:  # sudo: papers count, whoever may read them
            raise UserError(self.env._("A dossier that holds papers stays in its company."))
        if past:
            raise UserError(self.env._(
                "%s stays in its company: its number is of that company's series. Open another dossier in the other "
                "company.", past[0].display_name))

    # ------------------------------------------------------------------
    # Approval: opening is verified by a supervisor (R71)
    # ------------------------------------------------------------------
    def _approval_applicant(self):
        return self.user_id

    def _approval_owner_department(self):
        return self.department_id

    def _approval_granted(self):
        today = self._archive_day()
        for dossier in self:
            # sudo: the head who verifies decides on the opening, not on each field
            dossier.sudo()._move(
                "open", kind="dossier_opened", opened_on=today, verified_on=today, verified_by_id=self.env.uid,
                number=dossier.number or self.env["archive.number.rule"]._next_number(dossier.sudo()))

    def _approval_refused(self, step):
        self.sudo()._move("preliminary", note=step.opinion)  # sudo: as in _approval_granted

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_submit(self):
        """Hand the opening to the supervisor (R71)."""
        self.check_access("write")
        self._move("to_verify", kind="dossier_submitted")
        self._approval_start()

    def action_withdraw(self):
        """Take the submission back (only the account manager may)."""
        self._approval_withdraw()
        self._move("preliminary")

    def action_close(self):
        """Close the file when dealings have ended; retention runs from here (R69)."""
        self._check_archivist()
        self._move("closed", kind="dossier_closed", closed_on=self._archive_day())

    def action_reopen(self):
        """Reopen the file of a customer who deals again."""
        self._check_archivist()
        self._move("open", kind="dossier_opened", closed_on=False)

    def _check_archivist(self):
        if not self.env.su and not self.env.user.has_group("client_archive.group_archivist"):
            raise UserError(self.env._("Only archivists do this. Ask the archive."))
        self.check_access("write")

    def action_view_documents(self):
        """Open the list of the dossier's papers."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("client_archive.archive_document_action")
        return {**action, "domain": [("dossier_id", "=", self.id)], "context": {
            "default_dossier_id": self.id, "archive_drop_dossier_id": self.has_access("write") and self.id}}

    def _volume(self):
        """Filed papers in the order of the volume: by date, a main paper before its annexes (R13, R14)."""
        self.ensure_one()
        return self.document_ids.filtered(lambda doc: doc.state in ("filed", "destroyed"))._in_volume_order()
