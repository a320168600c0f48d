{
    "name": "Client Archive: Credit Control",
    "version": "19.0.1.0.0",
    "summary": "The credit file: investigation, score, limit, exposure, holds on orders, warning",
    "category": "Sales/Archive",
    "author": "Client Archive founders",
    "license": "LGPL-3",
    "depends": ["client_archive"],
    "data": [
        # Order: groups, the app's menus, then each room (access, data, views and their menus).
        "security/groups.xml",
        "views/menus.xml",
    ],
    "application": True,
}
