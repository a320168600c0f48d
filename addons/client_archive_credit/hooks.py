from odoo.addons.client_archive.hooks import close_activities, forget_borrowed_ids


def uninstall_hook(env):
    """Remove what Odoo does not: open activities, and external ids of our models that it files under other modules."""
    close_activities(env, "client_archive_credit")
    forget_borrowed_ids(env, "client_archive_credit")
