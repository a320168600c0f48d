from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

_NAMED = {"department": "department_id", "customer": "partner_id"}


class ArchiveCompartment(models.Model):
    """A circle of people inside which papers stay, whatever else its outsiders are cleared for (R51).

    Who is in it follows from clearances alone; see :meth:`archive.clearance._coverage`. Its name may say too much by
    itself: it is read by those in it, by those who keep clearances and by the archive. Others see its code.
    """

    _name = "archive.compartment"
    _inherit = ["archive.journal.mixin"]
    _description = "Compartment"
    _order = "code, id"
    _rec_names_search = ["code", "name"]

    name = fields.Char(required=True)
    code = fields.Char(
        required=True, help="Shown to everybody on papers of the compartment: choose one that tells nothing.")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    kind = fields.Selection(
        [("department", "Department"), ("customer", "Customer"), ("project", "Project")], required=True,
        default="project", index=True)
    department_id = fields.Many2one("hr.department", ondelete="restrict", check_company=True)
    partner_id = fields.Many2one(
        "res.partner", string="Customer", ondelete="restrict", domain="[('parent_id', '=', False)]")
    description = fields.Text(string="What Belongs in It")
    active = fields.Boolean(default=True)
    member_ids = fields.Many2many("res.users", string="People in It", compute="_compute_members")
    member_count = fields.Integer(string="Number of People", compute="_compute_members")
    has_archivist = fields.Boolean(
        string="An Archivist Is in It", compute="_compute_members",
        help="Papers that nobody else may see are filed, counted and put forward for destruction by an archivist who "
             "is in the compartment.")
    document_count = fields.Integer(string="Papers", compute="_compute_document_count")
    is_open = fields.Boolean(compute="_compute_is_open", search="_search_is_open")

    _code_uniq = models.UniqueIndex("(code, company_id)", "Another compartment has this code.")

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("code", "name")
    @api.depends_context("uid")
    def _compute_display_name(self):
        # Odoo shows the name of a linked record to whoever reads the link, with all rights; else whatever is asked for.
        readable = self.sudo(False)._filtered_access("read")
        for compartment in self:
            read = compartment.sudo(False) in readable
            compartment.display_name = " ".join(filter(None, [
                compartment.code if read or self.env.su else "…", compartment.name if read else False]))

    @api.depends("company_id")
    def _compute_members(self):
        # sudo: who reads the compartment reads who is in it
        circles = self.sudo()._circles()
        archivists = self.env.ref("client_archive.group_archivist").sudo().all_user_ids
        for compartment in self:
            members = circles[compartment.id]
            compartment.member_ids = members.sudo(self.env.su)
            compartment.member_count = len(members)
            compartment.has_archivist = bool(members & archivists)

    def _circles(self):
        """Mapping of the ids of these compartments to the people whose clearance for it is valid today."""
        users = self.env["res.users"]
        granted = self.env["archive.clearance"].search([
            ("company_id", "in", self.company_id.ids), ("state", "=", "granted"),
            "|", ("all_compartments", "=", True), ("compartment_ids", "in", self.ids)])
        circles = {}
        coverages = granted._coverages(granted.user_id)
        for compartment in self:
            circles[compartment.id] = users.browse(sorted(
                user_id for user_id, coverage in coverages.items()
                if compartment.id in coverage.within or compartment.company_id.id in coverage.everywhere))
        return circles

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_document_count(self):
        counts = {compartment.id: count for compartment, count in self.env["archive.document"]._read_group(
            [("compartment_id", "in", self.ids)], ["compartment_id"], ["__count"])}
        for compartment in self:
            compartment.document_count = counts.get(compartment.id, 0)

    @api.depends_context("uid")
    def _compute_is_open(self):
        coverage = self.env["archive.clearance"]._coverage(self.env.user)
        for compartment in self:
            compartment.is_open = (
                compartment.id in coverage.within or compartment.sudo().company_id.id in coverage.everywhere)

    @api.model
    def _search_is_open(self, operator, value):
        if operator != "in":
            return NotImplemented
        coverage = self.env["archive.clearance"]._coverage(self.env.user)
        inside = Domain("id", "in", list(coverage.within)) | Domain("company_id", "in", list(coverage.everywhere))
        return Domain.OR(inside if wanted else ~inside for wanted in value)

    # ------------------------------------------------------------------
    # Constraints and CRUD
    # ------------------------------------------------------------------
    @api.constrains("kind", "department_id", "partner_id")
    def _check_named(self):
        for compartment in self:
            name = _NAMED.get(compartment.kind)
            if name and not compartment[name]:
                raise ValidationError(self.env._("Say which department or customer “%s” is for.", compartment.name))
            if any(compartment[other] for other in _NAMED.values() if other != name):
                raise ValidationError(self.env._("“%s” is for one department, or one customer, or one project.",
                                                 compartment.name))

    @api.model_create_multi
    def create(self, vals_list):
        compartments = super().create(vals_list)
        compartments._journal("created", after=lambda row: {"code": row.code, "kind": row.kind})
        return compartments

    def write(self, vals):
        if "company_id" in vals and any(row.company_id.id != vals["company_id"] for row in self):
            raise UserError(self.env._("A compartment stays in its company."))
        names = vals.keys() - {"description"}
        before = {row.id: {name: str(row[name]) for name in names} for row in self}
        result = super().write(vals)
        self._journal("changed", before=lambda row: before[row.id], after={name: vals[name] for name in names})
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_unused(self):
        # sudo: papers and clearances count, whoever may see them
        used = any(self.env[model].sudo().search_count([(name, "in", self.ids)], limit=1) for model, name in (
            ("archive.document", "compartment_id"), ("archive.dossier", "compartment_id"),
            ("archive.clearance", "compartment_ids")))
        if used:
            raise UserError(self.env._("This compartment was used and is kept on record: archive it."))
        self._journal("deleted", before=lambda row: {"code": row.code})

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _is_narrower(self, other):
        """Whether everybody in this compartment is in ``other`` as well: going there shows a paper to nobody new."""
        # sudo: who is in which compartment does not depend on who asks
        circles = (self | other).sudo()._circles()
        return bool(self and circles[self.id]) and not circles[self.id] - circles[other.id]

    def action_view_documents(self):
        """Open the papers of the compartment, as far as the current user sees them."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("client_archive.archive_document_action")
        return {**action, "domain": [("compartment_id", "=", self.id)], "context": {}}

    def action_view_clearances(self):
        """Open the clearances that cover the compartment."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("client_archive.archive_clearance_action")
        return {**action, "domain": [
            ("company_id", "=", self.company_id.id), "|", ("compartment_ids", "in", self.ids),
            ("all_compartments", "=", True)], "context": {
                "default_compartment_ids": self.ids, "default_company_id": self.company_id.id}}
