from collections.abc import Collection

from odoo import api, models
from odoo.fields import Domain
from odoo.orm.domains import DomainCondition
from odoo.tools import SQL, Query

from ...tools import guarded

_FOUND = {"=": "any", "in": "any", "=?": "any", "child_of": "any", "parent_of": "any", "==": "any"}
_LEFT = {"!=": "not any", "<>": "not any", "not in": "not any"}
_HIERARCHY = {"child_of", "parent_of"}


class Base(models.AbstractModel):
    """Whether a record links to this or that record of the archive is answered to who reads that record.

    Odoo compares the ids of lines with all rights: ``[("document_ids", "in", [128])]`` named the dossier and the box
    of a hidden paper, and ``[("credit_file_ids", "!=", False)]`` all customers under control.
    """

    _inherit = "base"

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs):
        if not (self.env.su or bypass_access):
            domain = self._archive_found_by_readers(Domain(domain))
        return super()._search(domain, offset, limit, order, bypass_access=bypass_access, **kwargs)

    def _archive_found_by_readers(self, domain):
        """``domain``, in which lines of the archive's models are those that the current user reads."""
        if not any(self._archive_asks_for_lines(condition) for condition in domain.iter_conditions()):
            return domain
        return domain.map_conditions(lambda condition: (
            self._archive_among_readable(condition) if self._archive_asks_for_lines(condition) else condition))

    def _archive_asks_for_lines(self, condition):
        """Whether a condition compares ids of lines of the archive's models."""
        if condition.operator not in _FOUND and condition.operator not in _LEFT:
            return False
        field = self._archive_field_of_path(condition.field_expr)
        return field and field.type in ("one2many", "many2many") and guarded.is_own(field.comodel_name) and (
            field.store or field.related)

    def _archive_field_of_path(self, path):
        model, field = self, None
        for name in path.split("."):
            if model is None or name not in model._fields:
                return None
            field = model._fields[name]
            model = self.env[field.comodel_name] if field.relational else None
        return field

    def _archive_among_readable(self, condition):
        path, operator, value = condition.field_expr, condition.operator, condition.value
        if isinstance(value, (Query, SQL)) or operator == "=?" and not value:
            return condition
        value = list(value) if isinstance(value, Collection) and not isinstance(value, str) else [value]
        if not value and operator not in ("=", "==", "!=", "<>"):
            return condition
        left = operator in _LEFT
        words = [item for item in value if isinstance(item, str)]
        ids = [item for item in value if item and item is not True and not isinstance(item, str)]
        lines = self.env[self._archive_field_of_path(path).comodel_name].with_context(active_test=False)
        parts = [DomainCondition(path, operator, words)] if words else []
        if ids:
            parts.append(Domain(path, _LEFT.get(operator, "any"), lines._archive_readable_lines(
                Domain("id", operator if operator in _HIERARCHY else "in", ids))))
        if len(words) + len(ids) < len(value) or not value:  # whether there are any
            parts.append(Domain(path, "any" if (True in value) != left else "not any",
                                lines._archive_readable_lines(Domain.TRUE)))
        return Domain.AND(parts) if left else Domain.OR(parts)

    def _archive_readable_lines(self, domain):
        return self._search(domain, active_test=False) if self.has_access("read") else self.browse()._as_query()
