from odoo.tools import SQL

from odoo.addons.client_archive.hooks import close_activities, forget_borrowed_ids

from .models.exposure.compiled import AMOUNTS, FIGURES


def uninstall_hook(env):
    """Remove what Odoo does not: open activities, functions in the database, and external ids of our models that it
    files under other modules.
    """
    close_activities(env, "client_archive_credit")
    forget_borrowed_ids(env, "client_archive_credit")
    env.cr.execute(SQL("DROP FUNCTION IF EXISTS %s, %s", SQL.identifier(FIGURES), SQL.identifier(AMOUNTS)))
