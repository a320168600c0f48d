from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ...tools import gate


class ArchiveSealedMixin(models.AbstractModel):
    """Records that only the code behind the gate enters and changes, and that nobody deletes (invariant 5).

    A model says in :meth:`_sealed_words` how such a record comes about, and in :meth:`_kept_words` why it stays.
    """

    _name = "archive.sealed.mixin"
    _description = "Sealed Record"

    @api.model_create_multi
    def create(self, vals_list):
        self._check_gate()
        return super().create(vals_list)

    def write(self, vals):
        self._check_gate()
        return super().write(vals)

    def copy_data(self, default=None):
        # What is to be copied is read past the journal, and there would be no copy.
        self._check_gate()
        return super().copy_data(default)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self._kept_words())

    def _check_gate(self):
        if not gate.is_open(self.env):
            raise AccessError(self._sealed_words())

    def _sealed_words(self):
        """What the user is told who tries to enter or change one."""
        raise NotImplementedError

    def _kept_words(self):
        """What the user is told who tries to delete one."""
        return self._sealed_words()
