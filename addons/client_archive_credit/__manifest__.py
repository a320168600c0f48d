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
        # exposure
        "security/exposure/ir.model.access.csv",
        # limit
        "security/limit/ir.model.access.csv",
        "security/limit/rules.xml",
        "data/limit/ir_sequence.xml",
        "data/limit/mail_activity_type.xml",
        "data/limit/approval_routes.xml",
        "data/limit/ir_cron.xml",
        "views/limit/credit_limit_views.xml",
        "views/limit/credit_file_views.xml",
        "views/limit/res_partner_views.xml",
        "views/limit/menus.xml",
        # hold
        "security/hold/ir.model.access.csv",
        "security/hold/rules.xml",
        "data/hold/ir_sequence.xml",
        "data/hold/approval_routes.xml",
        "data/hold/ir_cron.xml",
        "views/hold/credit_hold_views.xml",
        "views/hold/sale_order_views.xml",
        "views/hold/res_partner_views.xml",
        "views/hold/res_config_settings_views.xml",
        "views/hold/menus.xml",
    ],
    "assets": {
        "web.assets_tests": ["client_archive_credit/static/tests/tours/**/*"],
    },
    "application": True,
}
