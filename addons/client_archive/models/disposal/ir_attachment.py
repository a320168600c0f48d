import contextlib
import os
import re

from odoo import api, models
from odoo.tools import SQL


class IrAttachment(models.Model):
    """Proof that destroyed bytes are gone from the filestore, which files share by checksum (invariant 6)."""

    _inherit = "ir.attachment"

    @api.model
    def _sealed_models(self):
        return super()._sealed_models() | {"archive.destruction.record"}

    @api.model
    def _archive_lock(self):
        """Keep other transactions from adding files, as Odoo's own collection does.

        To be the first statement of a transaction: a snapshot taken earlier would miss what was just added.
        """
        self.env.cr.execute(SQL("SET LOCAL lock_timeout TO '10s'"))
        self.env.cr.execute(SQL("LOCK TABLE ir_attachment IN SHARE MODE"))

    @api.model
    def _archive_collect(self, names):
        """Remove from disk those of ``names`` that no row refers to.

        To be called under :meth:`_archive_lock`.

        :param names: names in the filestore (``ab/abcd…``)
        :return: mapping of the names that are still there to the rows that need them, as
            ``[(model, id, file name), …]``; a name that is gone is not in it
        """
        remaining = {}
        self.env.cr.execute(SQL(
            "SELECT store_fname, res_model, res_id, name FROM ir_attachment WHERE store_fname IN %s ORDER BY id",
            tuple(names) or ("",)))
        for store_fname, *owner in self.env.cr.fetchall():
            remaining.setdefault(store_fname, []).append(tuple(owner))
        for name in set(names) - remaining.keys():
            path = self._full_path(name)
            with contextlib.suppress(FileNotFoundError):
                os.unlink(path)
            with contextlib.suppress(OSError):
                os.unlink(os.path.join(self._full_path("checklist"), re.sub("[.:]", "", name)))
            if os.path.exists(path):
                remaining[name] = []
        return remaining
