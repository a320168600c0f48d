from odoo.addons.client_archive.hooks import forget_borrowed_ids


def uninstall_hook(env):
    """Remove what Odoo does not: external ids of our models that it files under other modules."""
    forget_borrowed_ids(env, "client_archive_credit")
