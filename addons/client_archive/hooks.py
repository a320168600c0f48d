from odoo.tools import SQL

from .models.journal.event import APPEND_ONLY_FUNCTION


def uninstall_hook(env):
    """Remove what Odoo does not: the trigger function and the files of the archive."""
    env.cr.execute(SQL("DROP FUNCTION IF EXISTS %s() CASCADE", SQL.identifier(APPEND_ONLY_FUNCTION)))
    env["ir.attachment"].sudo()._archive_uninstall()
