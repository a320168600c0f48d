from odoo import api, fields, models

from ...tools import secrecy

OBLIGATORY = [
    ("never", "Where there is one"),
    ("company", "For companies"),
    ("individual", "For individuals"),
    ("always", "For every customer"),
]
# What "obligatory" says → natures of a customer (is it a company?) that it is about
_NATURES = {"never": (), "company": (True,), "individual": (False,), "always": (True, False)}


class ArchiveDocumentType(models.Model):
    """Kind of paper that a customer's file holds (R1–R4, R63, R102, R107, R117)."""

    _name = "archive.document.type"
    _inherit = ["archive.guard.mixin"]
    _description = "Document Type"
    _parent_store = True
    _order = "sequence, code, id"
    _rec_name = "complete_name"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    complete_name = fields.Char(compute="_compute_complete_name", recursive=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10, help="Order in the volume.")
    parent_id = fields.Many2one("archive.document.type", string="Main Type", ondelete="restrict", index=True)
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("archive.document.type", "parent_id", string="Types")
    active = fields.Boolean(default=True)
    source = fields.Char(help="The regulation that asks for it.")
    obligatory = fields.Selection(
        OBLIGATORY, default="never", required=True,
        help="What completeness is checked against. The completeness list of a category may deviate.")
    business_ids = fields.Many2many(
        "archive.business", string="Only in Lines of Business",
        help="Obligatory only for customers in one of these lines of business. Empty: in all.")
    checklist_line_ids = fields.One2many("archive.checklist.line", "type_id", string="Deviating Categories")
    secrecy_level = fields.Selection(
        secrecy.LEVELS, string="Default Secrecy", default=secrecy.NONE, required=True)
    is_licence = fields.Boolean(string="Licence", help="Licences take no seals.")
    is_title = fields.Boolean(string="Title of Property", help="Titles are kept apart, in a safe.")
    is_provisional = fields.Boolean(
        string="Provisional", help="Papers wait under this type for their real one: they are not handed over with it.")
    needs_general_manager = fields.Boolean(
        string="Needs the General Manager", help="Consulting it goes up to the general manager.")
    validity_months = fields.Integer(
        string="Valid (Months)",
        help="What new papers get as their validity, counted from their date. 0: entered on the paper, if at all.")
    warn_days = fields.Integer(
        string="Warn Ahead (Days)", default=30, help="Before a paper expires, its account manager is called.")

    _code_uniq = models.Constraint("unique (code)", "Another document type has this code.")
    _validity_positive = models.Constraint(
        "CHECK (validity_months >= 0 AND warn_days >= 0)", "Validity and warning are not negative.")

    @api.depends("name", "parent_id.complete_name")
    @api.depends_context("lang")
    def _compute_complete_name(self):
        for doc_type in self:
            parent = doc_type.parent_id.complete_name
            doc_type.complete_name = f"{parent} / {doc_type.name}" if parent else doc_type.name

    # ------------------------------------------------------------------
    # What a customer's file must hold (R11)
    # ------------------------------------------------------------------
    @api.model
    def _rules(self):
        """Mapping of each category to its list: which natures of customers each type is asked of.

        :return: ``{category: {type: natures}}``, a nature being whether the customer is a company
        """
        # sudo: what is obligatory does not depend on who asks
        lines = {
            (category, doc_type): line.obligatory for category, doc_type, line
            in self.env["archive.checklist.line"].sudo()._read_group(
                [], ["category_id", "type_id"], ["id:recordset"])}
        types = self.sudo().search([("obligatory", "!=", "never")]) | self.sudo().union(
            *(doc_type for _category, doc_type in lines if doc_type.active))
        categories = self.env["archive.category"].sudo().with_context(active_test=False).search([("code", "!=", False)])
        return {
            category: {
                doc_type: natures for doc_type in types
                if (natures := _NATURES[
                    lines.get((category, doc_type)) or lines.get((category.parent_id, doc_type))
                    or doc_type.obligatory])}
            for category in categories}

    @api.model
    def _asked_of(self, dossiers):
        """Mapping of each of ``dossiers`` to the types that it must hold, in the order of the volume."""
        rules = self._rules()
        known = {}
        asked = {}
        for dossier in dossiers.sudo():  # sudo: as in _rules
            business = dossier.business_ids._origin
            key = dossier.category_id._origin, dossier.partner_id.is_company, business
            if key not in known:
                known[key] = self.concat(*(
                    doc_type for doc_type, natures in rules.get(key[0], {}).items()
                    if key[1] in natures and (not doc_type.business_ids or doc_type.business_ids & business)
                )).sorted(lambda doc_type: (doc_type.sequence, doc_type.code))
            asked[dossier.id] = known[key]
        return asked

    # ------------------------------------------------------------------
    # What a file says of itself
    # ------------------------------------------------------------------
    @api.model
    def _guess(self, file_names):
        """Mapping of each file name to the type whose name it bears in any language, else to the provisional type."""
        types = self.search([("child_ids", "=", False)])
        provisional = types.filtered("is_provisional")[:1]
        names = {}
        for code, _name in self.env["res.lang"].get_installed():
            for doc_type in (types - provisional).with_context(lang=code):
                names.setdefault(doc_type.name.casefold(), doc_type.id)
        longest_first = sorted(names, key=len, reverse=True)
        return {
            file_name: self.browse(next(
                (names[name] for name in longest_first if name in file_name.casefold()), provisional.id))
            for file_name in file_names}
