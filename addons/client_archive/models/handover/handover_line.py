from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...tools import gate
from .handover import OPEN_STATES

# What A lists and signs.
_LISTED = {
    "handover_id", "document_id", "sequence", "page_count", "quantity", "certificate_number", "right_holder", "remarks"}
# What B and the archivist enter when it is their turn: field → state of the list
_CHECKS = {"checked_b": "to_check", "checked": "to_receive", "finding": "to_receive"}


class ArchiveHandoverLine(models.Model):
    """A paper on a handover list, with its pages (covers and every sheet), and what the checks found."""

    _name = "archive.handover.line"
    _inherit = ["archive.journal.mixin", "archive.paper.mixin"]
    _description = "Item of a Handover List"
    _order = "handover_id, sequence, id"
    _rec_name = "title"
    _paper_title = "title"

    _gated_fields = frozenset({"checked_b", "checked", "finding"})

    handover_id = fields.Many2one("archive.handover", string="List", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="handover_id.company_id", store=True, index=True)
    handover_state = fields.Selection(related="handover_id.state", string="State of the List", store=True)
    is_open = fields.Boolean(compute="_compute_is_open", store=True)
    sequence = fields.Integer(default=10)
    document_id = fields.Many2one(
        "archive.document", string="Paper", required=True, ondelete="restrict", index=True, check_company=True)
    dossier_id = fields.Many2one(related="document_id.dossier_id", store=True, index=True)
    type_id = fields.Many2one(related="document_id.type_id")
    is_title = fields.Boolean(related="handover_id.is_title", string="On a Title List")
    # What the catalogue said on the day it was listed: the signed list must say it for ever.
    title = fields.Char(compute="_compute_title", store=True, precompute=True)
    page_count = fields.Integer(
        string="Pages", compute="_compute_page_count", store=True, readonly=False, precompute=True,
        help="Covers and every sheet.")
    page_range = fields.Char(string="Page Numbers", compute="_compute_page_range", help="What B writes on the sheets.")
    quantity = fields.Integer(string="Quantity", default=1, required=True)
    certificate_number = fields.Char(
        compute="_compute_certificate_number", store=True, readonly=False, precompute=True, help="Of a title.")
    right_holder = fields.Char(
        compute="_compute_right_holder", store=True, readonly=False, precompute=True)
    remarks = fields.Char()
    checked_b = fields.Boolean(string="Checked by B", help="Paper, signatures and page numbers are as listed.")
    checked = fields.Boolean(string="Checked by the Archivist")
    finding = fields.Char(string="Gap Noted", help="What is incomplete and was accepted as such.")

    _paper_uniq = models.UniqueIndex("(handover_id, document_id)", "This paper is already on the list.")
    _open_uniq = models.UniqueIndex("(document_id) WHERE is_open", "This paper is already on another open list.")
    _counts_positive = models.Constraint(
        "CHECK (page_count >= 0 AND quantity > 0)", "Pages cannot be negative, and a quantity is at least one.")

    # ------------------------------------------------------------------
    # Computes and constraints
    # ------------------------------------------------------------------
    @api.depends("handover_id.state")
    def _compute_is_open(self):
        for line in self:
            line.is_open = line.handover_id.state in OPEN_STATES

    @api.depends("document_id")
    def _compute_title(self):
        for line in self:
            line.title = line.document_id.name

    @api.depends("document_id")
    def _compute_page_count(self):
        for line in self:
            line.page_count = line.document_id.page_count

    @api.depends("document_id")
    def _compute_certificate_number(self):
        for line in self:
            line.certificate_number = line.document_id.type_id.is_title and line.document_id.reference

    @api.depends("document_id")
    def _compute_right_holder(self):
        for line in self:
            line.right_holder = line.document_id.type_id.is_title and line.document_id.partner_id.name

    @api.depends("handover_id.line_ids.page_count", "handover_id.line_ids.sequence")
    def _compute_page_range(self):
        for handover, lines in self.grouped("handover_id").items():
            first = 1
            ranges = {}
            for line in handover.line_ids.sorted(lambda row: (row.sequence, row._origin.id or float("inf"))):
                last = first + line.page_count - 1
                ranges[line] = f"{first}–{last}" if line.page_count > 1 else str(first) if line.page_count else ""
                first = last + 1
            for line in lines:
                line.page_range = ranges.get(line, "")

    @api.constrains("document_id", "handover_id")
    def _check_titles_apart(self):
        """Titles stand on title lists, and nothing else does (R123)."""
        for line in self:
            if line.document_id.type_id.is_title and not line.is_title:
                raise ValidationError(self.env._(
                    "“%s” is a title: titles are handed over at once and apart, on their own list.",
                    line.document_id.name))
            if line.is_title and not line.document_id.type_id.is_title:
                raise ValidationError(self.env._(
                    "“%s” is no title: it does not belong on a title list.", line.document_id.name))
            if line.document_id.dossier_id not in line.handover_id.dossier_ids:
                raise ValidationError(self.env._(
                    "“%(paper)s” belongs to %(dossier)s, which is not one of the dossiers of this list.",
                    paper=line.document_id.name, dossier=line.document_id.dossier_id.display_name))

    def _check_signable(self):
        """:raises UserError: for items that say too little to be signed"""
        for line in self:
            if line.document_id.state == "destroyed":
                raise UserError(self.env._("“%s” is destroyed and is not handed over.", line.title))
            if not line.page_count:
                raise UserError(self.env._("Count the pages of “%s”: covers and every sheet.", line.title))
            if line.is_title and not (line.certificate_number and line.right_holder):
                raise UserError(self.env._("Enter the certificate number and the right holder of “%s”.", line.title))

    # ------------------------------------------------------------------
    # CRUD: each enters their own part in their own turn
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_names({name for name in vals if vals[name]} - _LISTED)
        context = {key: value for key, value in self.env.context.items()
                   if not key.startswith("default_") or key.removeprefix("default_") in _LISTED}
        lines = super(ArchiveHandoverLine, self.with_context(context)).create(vals_list)
        lines.handover_id._check_listing()
        return lines

    def write(self, vals):
        if gate.is_open(self.env):
            return super().write(vals)
        checks = vals.keys() & _CHECKS.keys()
        self._check_names(vals.keys() - _LISTED - checks)
        if vals.keys() & _LISTED:
            self.handover_id._check_listing()
        for handover in self.handover_id if checks else ():
            handover._check_turn()
            self._check_names({name for name in checks if _CHECKS[name] != handover.state})
        result = super().write(vals)
        if vals.keys() & _LISTED:
            self.handover_id._check_listing()  # also of the list it was moved to
        if checks:
            self._journal("handover_checked", after={name: vals[name] for name in checks})
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_while_listing(self):
        if not gate.is_open(self.env):
            self.handover_id._check_listing()

    def _check_names(self, refused):
        """:raises AccessError: when there are ``refused`` fields"""
        if refused:
            raise AccessError(self.env._(
                "%s: A enters what is listed; B and the archivist what they checked, when it is their turn.",
                ", ".join(sorted(self._fields[name]._description_string(self.env) for name in refused))))

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _signed_values(self):
        return [self.document_id.id, self.title, self.page_count, self.quantity, self.certificate_number or "",
                self.right_holder or "", self.remarks or ""]

    def _uncheck(self):
        gate.opened(self).write({"checked_b": False, "checked": False, "finding": False})

    def action_check(self):
        """Tick these items in the current user's turn."""
        for handover, lines in self.grouped("handover_id").items():
            field = {"to_check": "checked_b", "to_receive": "checked"}.get(handover.state)
            if not field:
                raise UserError(self.env._("%s is not being checked.", handover.name))
            lines.write({field: True})
