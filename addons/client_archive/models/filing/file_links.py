from odoo import api, models, tools
from odoo.exceptions import AccessError

from ..journal.form_links import linked_ids

_FILE = "ir.attachment"


class Base(models.AbstractModel):
    """Content of the archive is linked from its version alone, other files of the archive by those who read them.

    Whatever else links to a file shows it with all rights: letters, documents of products, headers of quotations,
    messages. Who reads the row reads the file, past its rule and past the journal (invariant 4, R78).
    """

    _inherit = "base"

    @api.model
    def _prepare_create_values(self, vals_list):
        vals_list = super()._prepare_create_values(vals_list)  # with the defaults, which are the caller's
        self._archive_check_files(vals_list)
        return vals_list

    def write(self, vals):
        self._archive_check_files([vals])
        return super().write(vals)

    def _archive_is_closed_model(self, name):
        return name == _FILE or super()._archive_is_closed_model(name)

    def _archive_read_already(self, model, ids):
        # Also not for who may open it: they open it in the open.
        return not self.env[_FILE]._closed_among(ids) if model == _FILE else super()._archive_read_already(model, ids)

    @tools.ormcache("self._name")
    def _archive_file_fields(self):
        """Names of the fields that link to files."""
        return frozenset(
            name for name, field in self._fields.items()
            if field.type in ("many2one", "one2many", "many2many") and field.comodel_name == _FILE)

    def _archive_check_files(self, vals_list):
        """:raises AccessError: for links to content of the archive, whoever makes them, with the way to go"""
        names = self._archive_file_fields()
        for vals in vals_list:
            for name in names & vals.keys():
                ids = linked_ids(self, self._fields[name], vals[name])
                if ids is None or ids and self.env[_FILE]._closed_among(ids):
                    raise AccessError(self.env._(
                        "A file is content of the archive, or closed to you: it is neither sent nor shown from "
                        "elsewhere. Ask for a copy, or for giving it outside."))
