{
    "name": "Client Archive: Demo Company",
    "version": "19.0.1.0.0",
    "summary": "A Chinese trading company with customers, orders and papers, to try the archive on",
    "category": "Sales/Archive",
    "author": "Client Archive founders",
    "license": "LGPL-3",
    "depends": ["client_archive", "client_archive_credit", "l10n_cn"],
    "external_dependencies": {"python": ["pillow", "python-stdnum", "reportlab"]},
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
}
