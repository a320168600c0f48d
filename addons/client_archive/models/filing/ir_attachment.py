from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools import gate, guarded

# What of a file tells what is in it
_CONTENT = {"raw", "datas", "index_content"}
# Where Odoo keeps the bytes: it finds that out, whoever enters it takes another's
_STORED = {"store_fname", "db_datas", "checksum"}


class IrAttachment(models.Model):
    """Sealed content is protected where every path ends (invariant 4)."""

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        sealed = self._sealed_models()
        if any(vals.get("res_model") in sealed for vals in vals_list):
            self._check_archive_gate()
        elif self.env.context.get("default_res_model") in sealed:
            self._check_archive_gate()
        default = self.env.context.get("default_res_model")
        if any(vals.get("res_model", default) == "archive.document" for vals in vals_list):
            self._check_no_chatter_file()
        return super().create(vals_list)

    @api.model
    def _prepare_create_values(self, vals_list):
        """A default that names bytes of the server would make a file of another's, past its rule (and keep it)."""
        prepared = super()._prepare_create_values(vals_list)
        for given, vals in zip(vals_list, prepared, strict=True):
            for name in _STORED & vals.keys() - given.keys():
                del vals[name]
        return prepared

    def _update_cache(self, values, validate=True):
        # Nor does a form that is not saved show them.
        if not self.id and not self.env.su:
            values = {name: value for name, value in values.items() if name not in _STORED}
        return super()._update_cache(values, validate)

    @api.model
    def create_unique(self, values_list):
        """Whoever has a file is not told that content of the archive is the same: they get one of their own."""
        ids = []
        for values in values_list:
            found = super().create_unique([values])
            closed = self._closed_among(found)
            ids += [res_id for res_id in found if res_id not in closed.ids] or self.create([values]).ids
        return ids

    def write(self, vals):
        if vals.get("res_model") in self._sealed_models() or self._sealed():
            self._check_archive_gate()
        if vals.get("res_model") == "archive.document":
            self._check_no_chatter_file()
        return super().write(vals)

    def unlink(self):
        if self._sealed():
            self._check_archive_gate()
        return super().unlink()

    # ------------------------------------------------------------------
    # Content that is read through its file is opened as well (R78)
    # ------------------------------------------------------------------
    def _read_format(self, fnames, load="_classic_read"):
        values = super()._read_format(fnames, load)
        if {"raw", "index_content"} & {*fnames} or ("datas" in fnames and not self.env.context.get("bin_size")):
            self._archive_opened()
        return values

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        if any(path and path[0] in _CONTENT for path in fields):
            self._archive_opened()
        return super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)

    @api.model
    def _read_group(self, domain, groupby=(), aggregates=(), *args, **kwargs):
        if not self.env.su and any(spec.startswith("index_content") for spec in (*groupby, *aggregates)):
            # Whoever gathers texts is not known to have read any one of them.
            domain = Domain(domain) & Domain("res_model", "not in", list(self._sealed_models()))
        return super()._read_group(domain, groupby, aggregates, *args, **kwargs)

    def copy_data(self, default=None):
        if self._sealed():
            self._check_archive_gate()
        return super().copy_data(default)

    def _archive_opened(self):
        """Journal that the current user opened those of these files that are content."""
        # sudo: whose content it is; whoever calls has checked, or checks now, that the user reads it
        files = self.sudo().filtered(lambda file: file.res_model == "archive.version" and file.res_id)
        if files:
            self.env["archive.version"].browse(files.mapped("res_id"))._opened()

    # ------------------------------------------------------------------
    # Links: content opens to people, never to whoever has an address
    # ------------------------------------------------------------------
    def _can_return_content(self, field_name=None, access_token=None):
        if self._sealed():
            return False  # what is left is the reader's own access
        return super()._can_return_content(field_name, access_token)

    def _has_attachments_ownership(self, attachment_tokens):
        return not self._sealed() and super()._has_attachments_ownership(attachment_tokens)

    def _sealed(self):
        # sudo: whether a file is sealed does not depend on who asks
        sealed = self._sealed_models()
        return self.sudo().filtered(lambda attachment: attachment.res_model in sealed)

    @api.model
    def _closed_among(self, ids):
        """Files of these ``ids`` that nothing links to: sealed ones, and the archive's that the user may not read.

        Ids of files that are gone do no harm.
        """
        files = self.sudo().search([("id", "in", list(ids)), ("res_model", "!=", False)])  # sudo: as in _sealed
        own = files.filtered(lambda file: guarded.is_own(file.res_model))
        sealed = own._sealed()
        if self.env.su:
            return sealed
        return sealed | own - (own - sealed).sudo(False)._filtered_access("read").sudo()

    @api.model
    def _sealed_models(self):
        """Models whose files no one changes past the archive: deletion from the web client runs under sudo."""
        return {"archive.version"}

    @api.model
    def _check_archive_gate(self):
        if not gate.is_open(self.env):
            raise AccessError(self.env._(
                "This file is content of the archive. It is never changed, moved or deleted: add a new version to its "
                "paper, or put the paper forward for destruction."))

    @api.model
    def _check_no_chatter_file(self):
        """What hangs on a paper's conversation is as readable as its catalogue line: content does not belong there.

        :raises UserError: with the way to go
        """
        if not gate.is_open(self.env):
            raise UserError(self.env._(
                "Files are not attached to the conversation of a paper, which everybody reads: upload them as a "
                "version of its content."))

    @api.model
    def _archive_uninstall(self):
        """Uninstalling takes the archive's tables away; its files must not stay behind unreachable."""
        files = self.search([("res_model", "=like", "archive.%"), ("res_field", "in", [False, "content"])])
        gate.opened(files).unlink()
