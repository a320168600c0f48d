from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class ArchiveCategory(models.Model):
    """Category of dossiers on two levels (R7, R8)."""

    _name = "archive.category"
    _inherit = ["archive.guard.mixin"]
    _description = "Dossier Category"
    _parent_store = True
    _order = "sequence, code, id"
    _rec_name = "complete_name"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    complete_name = fields.Char(compute="_compute_complete_name", recursive=True)
    code = fields.Char(required=True, help="Part of the numbers of this category.")
    sequence = fields.Integer(default=10)
    parent_id = fields.Many2one(
        "archive.category", string="First Level", ondelete="restrict", index=True,
        domain="[('has_formats', '=', True)]")
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("archive.category", "parent_id", string="Second Level")
    has_formats = fields.Boolean(
        string="Divided into Formats",
        help="Only categories that are divided have business formats below them: the ordinary customers.")
    active = fields.Boolean(default=True)
    dossier_count = fields.Integer(string="Dossiers", compute="_compute_dossier_count")

    _code_uniq = models.Constraint("unique (code)", "Another category has this code.")

    @api.depends("name", "parent_id.complete_name")
    @api.depends_context("lang")
    def _compute_complete_name(self):
        for category in self:
            parent = category.parent_id.complete_name
            category.complete_name = f"{parent} / {category.name}" if parent else category.name

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_dossier_count(self):
        counts = {
            category.id: count for category, count in self.env["archive.dossier"]._read_group(
                [("category_id", "child_of", self.ids)], ["category_id"], ["__count"])}
        below = dict(self.with_context(active_test=False)._read_group(
            [("parent_id", "in", self.ids)], ["parent_id"], ["id:recordset"]))
        for category in self:
            family = [category.id, *below.get(category, self.browse()).ids]
            category.dossier_count = sum(counts.get(category_id, 0) for category_id in family)

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("parent_id", "has_formats")
    def _check_two_levels(self):
        for category in self:
            children = category.with_context(active_test=False).child_ids
            if category.parent_id and (category.parent_id.parent_id or children or category.has_formats):
                raise ValidationError(self.env._("Categories have two levels: “%s” cannot go deeper.", category.name))
            if category.parent_id and not category.parent_id.has_formats:
                raise ValidationError(self.env._(
                    "“%(parent)s” is not divided into formats: “%(format)s” belongs under a category that is.",
                    parent=category.parent_id.name, format=category.name))
            if children and not category.has_formats:
                raise ValidationError(self.env._(
                    "“%s” has formats below it: it stays divided until they are gone.", category.name))

    @api.constrains("code")
    def _check_code(self):
        for category in self:
            if not category.code.isalnum():
                raise ValidationError(self.env._(
                    "“%s” cannot be a code: it becomes a part of numbers, and has letters and digits only.",
                    category.code))

    @api.constrains("active", "parent_id")
    def _check_archived_together(self):
        for category in self:
            if not category.active and category.child_ids:  # archived formats are not among them
                raise ValidationError(self.env._("Archive the formats below “%s” first.", category.name))
            if category.active and category.parent_id and not category.parent_id.active:
                raise ValidationError(self.env._(
                    "“%(format)s” stays archived as long as “%(parent)s” is.",
                    format=category.name, parent=category.parent_id.name))

    @api.ondelete(at_uninstall=False)
    def _unlink_unused(self):
        # sudo: a dossier of any company keeps its category
        counts = self.env["archive.dossier"].sudo()._read_group(
            [("category_id", "in", self.ids)], ["category_id"], ["__count"])
        for category, count in counts:
            raise UserError(self.env._(
                "“%(category)s” is the category of %(count)s dossiers, whose numbers carry its code: archive it "
                "instead, and it is offered no more.", category=category.complete_name, count=count))
        for category in self:
            if category.with_context(active_test=False).child_ids - self:
                raise UserError(self.env._("“%s” has formats below it: delete or archive them first.", category.name))

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_view_dossiers(self):
        """Open the dossiers of this category and of the formats below it."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("client_archive.archive_dossier_action")
        return {**action, "domain": [("category_id", "child_of", self.id)],
                "context": {} if self.has_formats else {"default_category_id": self.id}}
