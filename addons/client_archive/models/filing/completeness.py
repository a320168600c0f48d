from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools import secrecy


class ArchiveDossier(models.Model):
    """What a dossier must hold, and what of it is missing, has expired, or expires soon (R11)."""

    _inherit = "archive.dossier"

    business_ids = fields.Many2many(
        "archive.business", string="Lines of Business", tracking=True,
        help="Each asks for papers of its own: guarantees, sales on credit, groups.")
    completeness = fields.Float(
        compute="_compute_completeness", help="Share of the obligatory papers that are filed, in percent.")
    missing_type_ids = fields.Many2many(
        "archive.document.type", string="Missing", compute="_compute_completeness",
        help="Obligatory papers that are not filed, or not valid any more.")
    expired_type_ids = fields.Many2many(
        "archive.document.type", string="Expired", compute="_compute_completeness",
        help="Obligatory papers that are filed, and not valid any more: a new one is due.")
    is_incomplete = fields.Boolean(
        string="Incomplete", compute="_compute_completeness", search="_search_is_incomplete")
    expiring_document_ids = fields.Many2many(
        "archive.document", string="Expiring Soon", compute="_compute_expiring_document_ids",
        help="Filed papers whose validity ends within the warning time of their type.")

    @api.depends(
        "document_ids.type_id", "document_ids.state", "document_ids.is_void", "document_ids.valid_until",
        "partner_id.is_company", "category_id", "business_ids")
    def _compute_completeness(self):
        asked_of = self.env["archive.document.type"]._asked_of(self)
        Document = self.env["archive.document"]
        none = self.env["archive.document.type"]
        # What must not be seen to exist completes nothing, for nobody.
        filed = (Domain("dossier_id", "in", self.ids) & Domain("state", "=", "filed")
                 & Domain("visibility", "!=", secrecy.EXISTENCE))
        held = self._types_of(filed & Document._valid_domain())
        lapsed = self._types_of(filed & ~Document._valid_domain())
        for dossier in self:
            asked = asked_of[dossier.id]
            missing = asked - held.get(dossier._origin, none)
            dossier.missing_type_ids = missing
            dossier.expired_type_ids = missing & lapsed.get(dossier._origin, none)
            dossier.is_incomplete = bool(missing)
            dossier.completeness = 100.0 * (len(asked) - len(missing)) / len(asked) if asked else 100.0

    @api.model
    def _types_of(self, domain):
        # sudo: completeness does not depend on who asks; who reads the dossier reads it
        return dict(self.env["archive.document"].sudo()._read_group(domain, ["dossier_id"], ["type_id:recordset"]))

    @api.depends("document_ids.warn_on", "document_ids.state", "document_ids.is_void")
    @api.depends_context("uid")
    def _compute_expiring_document_ids(self):
        documents = self.env["archive.document"].search(
            Domain("dossier_id", "in", self.ids) & self.env["archive.document"]._expiring_domain(),
            order="valid_until, id").grouped("dossier_id")
        for dossier in self:
            dossier.expiring_document_ids = documents.get(dossier._origin, False)

    @api.model
    def _search_is_incomplete(self, operator, value):
        if operator != "in":
            return NotImplemented
        rows = self._asked_rows()
        if not rows:
            return Domain.TRUE if False in value else Domain.FALSE
        incomplete = Domain.custom(
            to_sql=lambda model, alias, _query: model._incomplete_sql(alias, rows),
            predicate=lambda dossier: dossier.is_incomplete)
        return Domain.OR(incomplete if wanted else ~incomplete for wanted in value)

    @api.model
    def _asked_rows(self):
        """What is asked, as rows: category, is the customer a company, types, types if of the dossier's business."""
        rows = []
        for category, types in self.env["archive.document.type"]._rules().items():
            for is_company in (True, False):
                asked = [doc_type for doc_type, natures in types.items() if is_company in natures]
                if asked:
                    rows.append((
                        category.id, is_company, [doc_type.id for doc_type in asked if not doc_type.business_ids],
                        [doc_type.id for doc_type in asked if doc_type.business_ids]))
        return rows

    @api.model
    def _incomplete_sql(self, alias, rows):
        """Whether an obligatory paper is missing, asked of each row: no list of dossiers is made, however many."""
        self.flush_model(["category_id", "partner_id", "business_ids"])
        self.env["archive.document"].flush_model(
            ["dossier_id", "type_id", "state", "is_void", "valid_until", "visibility"])
        self.env["res.partner"].flush_model(["is_company"])
        self.env["archive.document.type"].flush_model(["business_ids"])
        types, dossiers = self.env["archive.document.type"]._fields["business_ids"], self._fields["business_ids"]
        return SQL(
            """
            COALESCE((
                SELECT NOT asked.types || ARRAY(
                        SELECT t.%(type_key)s FROM %(dossier_rel)s d
                          JOIN %(type_rel)s t ON t.%(type_business)s = d.%(dossier_business)s
                         WHERE d.%(dossier_key)s = %(id)s AND t.%(type_key)s = ANY(asked.of_business))
                    <@ ARRAY(
                        SELECT held.type_id FROM archive_document held
                         WHERE held.dossier_id = %(id)s AND held.state = 'filed' AND held.is_void IS NOT TRUE
                           AND held.visibility <> %(hidden)s
                           AND (held.valid_until IS NULL OR held.valid_until >= %(today)s))
                  FROM (VALUES %(rows)s) asked (category_id, is_company, types, of_business)
                 WHERE asked.category_id = %(category)s
                   AND asked.is_company = COALESCE(
                        (SELECT p.is_company FROM res_partner p WHERE p.id = %(partner)s), FALSE)), FALSE)
            """,
            rows=SQL(", ").join(SQL("(%s, %s, %s::int[], %s::int[])", *row) for row in rows),
            category=SQL.identifier(alias, "category_id"), partner=SQL.identifier(alias, "partner_id"),
            id=SQL.identifier(alias, "id"), hidden=secrecy.EXISTENCE, today=self._archive_day(),
            type_rel=SQL.identifier(types.relation), type_key=SQL.identifier(types.column1),
            type_business=SQL.identifier(types.column2), dossier_rel=SQL.identifier(dossiers.relation),
            dossier_key=SQL.identifier(dossiers.column1), dossier_business=SQL.identifier(dossiers.column2))
