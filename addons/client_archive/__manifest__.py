{
    "name": "Client Archive",
    "version": "19.0.1.0.0",
    "summary": "Customer dossiers by the rules: filing, lending, secrecy, custody, destruction",
    "category": "Sales/Archive",
    "author": "Client Archive founders",
    "license": "LGPL-3",
    "depends": ["attachment_indexation", "contacts", "hr", "sale_management"],
    "external_dependencies": {"python": ["pypdf", "pypinyin", "weasyprint"]},
    "data": [
        # Order: groups, then each room (access, data, views), then the menus.
        "security/groups.xml",
        "security/journal/ir.model.access.csv",
        "security/journal/rules.xml",
        "security/approval/ir.model.access.csv",
        "security/approval/rules.xml",
        "security/filing/ir.model.access.csv",
        "security/filing/rules.xml",
        # custody
        "security/custody/ir.model.access.csv",
        "security/custody/rules.xml",
        # circulation
        "security/circulation/ir.model.access.csv",
        "security/circulation/rules.xml",
        # disposal
        "security/disposal/ir.model.access.csv",
        "security/disposal/rules.xml",
        # handover
        "security/handover/ir.model.access.csv",
        "security/handover/rules.xml",
        # upkeep
        "security/upkeep/ir.model.access.csv",
        "security/upkeep/rules.xml",
        # secrecy
        "security/secrecy/ir.model.access.csv",
        "security/secrecy/rules.xml",
        # seals
        "security/circulation/seal/ir.model.access.csv",
        "security/circulation/seal/rules.xml",
        # intake
        "security/intake/ir.model.access.csv",
        "security/intake/rules.xml",
        # dialogs
        "security/dialogs/rules.xml",
        "data/journal/ir_cron.xml",
        "data/approval/ir_cron.xml",
        "data/approval/mail_activity_type.xml",
        "data/filing/archive_category.xml",
        "data/filing/archive_document_type.xml",
        "data/filing/archive_number_rule.xml",
        "data/filing/approval_routes.xml",
        # custody
        "data/custody/ir_sequence.xml",
        "data/custody/archive_document_type.xml",
        "data/custody/ir_cron.xml",
        # circulation
        "data/circulation/ir_sequence.xml",
        "data/circulation/mail_activity_type.xml",
        "data/circulation/approval_routes.xml",
        "data/circulation/ir_cron.xml",
        # disposal
        "data/disposal/archive_retention_rule.xml",
        "data/disposal/archive_document_type.xml",
        "data/disposal/ir_sequence.xml",
        "data/disposal/approval_routes.xml",
        "data/disposal/ir_cron.xml",
        # handover
        "data/handover/ir_sequence.xml",
        "data/handover/mail_activity_type.xml",
        "data/handover/archive_handover_rule.xml",
        "data/handover/approval_routes.xml",
        "data/handover/ir_cron.xml",
        # upkeep
        "data/upkeep/mail_activity_type.xml",
        "data/upkeep/ir_cron.xml",
        # secrecy
        "data/secrecy/ir_sequence.xml",
        "data/secrecy/approval_routes.xml",
        "data/secrecy/archive_notice.xml",
        "data/secrecy/ir_cron.xml",
        # intake
        "data/intake/ir_sequence.xml",
        "data/intake/ir_cron.xml",
        "views/journal/archive_event_views.xml",
        "views/approval/archive_approval_step_views.xml",
        "views/approval/archive_officer_views.xml",
        "views/approval/mail_activity_plan_views.xml",
        "views/filing/archive_upload_views.xml",
        "views/filing/archive_document_views.xml",
        "views/filing/archive_dossier_views.xml",
        "views/filing/configuration_views.xml",
        "views/filing/res_partner_views.xml",
        "views/filing/sale_order_views.xml",
        # forms
        "report/layout.xml",
        "report/filing/lists.xml",
        "report/filing/volume_cover.xml",
        "views/filing/res_company_views.xml",
        "views/menus.xml",
        # custody
        "views/custody/archive_shelve_views.xml",
        "views/custody/archive_place_views.xml",
        "views/custody/archive_inventory_views.xml",
        "views/custody/archive_document_views.xml",
        "report/custody/box_spine.xml",
        "views/custody/archive_box_label_views.xml",
        "views/custody/menus.xml",
        # circulation
        "views/circulation/archive_request_views.xml",
        "views/circulation/archive_grant_views.xml",
        "views/circulation/archive_document_views.xml",
        "views/circulation/archive_dossier_views.xml",
        "views/circulation/res_partner_views.xml",
        "views/circulation/menus.xml",
        # disposal
        "views/disposal/archive_destruction_batch_views.xml",
        "views/disposal/archive_disposal_hold_views.xml",
        "views/disposal/archive_document_views.xml",
        "report/disposal/destruction_register.xml",
        "views/disposal/menus.xml",
        # handover
        "views/handover/archive_handover_views.xml",
        "views/handover/menus.xml",
        # upkeep
        "views/upkeep/archive_change_views.xml",
        "views/upkeep/archive_review_views.xml",
        "views/upkeep/archive_dossier_views.xml",
        "views/upkeep/menus.xml",
        # secrecy
        "views/secrecy/archive_clearance_views.xml",
        "views/secrecy/archive_agreement_views.xml",
        "views/secrecy/archive_training_views.xml",
        "views/secrecy/archive_designation_views.xml",
        "views/secrecy/archive_declassification_views.xml",
        "views/secrecy/archive_incident_views.xml",
        "views/secrecy/archive_merit_views.xml",
        "views/secrecy/archive_notice_views.xml",
        "views/secrecy/archive_document_views.xml",
        "views/secrecy/menus.xml",
        # seals
        "views/circulation/archive_seal_views.xml",
        # intake
        "views/intake/archive_import_batch_views.xml",
    ],
    "assets": {
        "web.assets_backend": ["client_archive/static/src/**/*"],
        "web.assets_tests": ["client_archive/static/tests/tours/**/*"],
    },
    "uninstall_hook": "uninstall_hook",
    "application": True,
}
