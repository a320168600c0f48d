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
        # contract
        "security/contract/groups.xml",
        "security/contract/ir.model.access.csv",
        "security/contract/rules.xml",
        # customer
        "security/customer/ir.model.access.csv",
        "security/customer/rules.xml",
        # search
        "security/search/ir.model.access.csv",
        # secrecy
        "security/secrecy/ir.model.access.csv",
        "security/secrecy/rules.xml",
        # segment
        "security/segment/ir.model.access.csv",
        "security/segment/rules.xml",
        # seals
        "security/circulation/seal/ir.model.access.csv",
        "security/circulation/seal/rules.xml",
        # audit
        "security/audit/ir.model.access.csv",
        "security/audit/rules.xml",
        # intake
        "security/intake/ir.model.access.csv",
        "security/intake/rules.xml",
        # dialogs
        "security/dialogs/rules.xml",
        "data/journal/ir_cron.xml",
        "data/journal/mail_activity_type.xml",
        "data/approval/ir_cron.xml",
        "data/approval/mail_activity_type.xml",
        "data/filing/archive_category.xml",
        "data/filing/archive_business.xml",
        "data/filing/archive_document_type.xml",
        "data/filing/mail_activity_type.xml",
        "data/filing/ir_cron.xml",
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
        # contract
        "data/contract/mail_activity_type.xml",
        "data/contract/ir_cron.xml",
        # customer
        "data/customer/archive_customer_role.xml",
        "data/customer/approval_routes.xml",
        # search
        "data/search/ir_cron.xml",
        # secrecy
        "data/secrecy/ir_sequence.xml",
        "data/secrecy/approval_routes.xml",
        "data/secrecy/archive_notice.xml",
        "data/secrecy/ir_cron.xml",
        # audit
        "data/audit/ir_cron.xml",
        # intake
        "data/intake/ir_sequence.xml",
        "data/intake/ir_cron.xml",
        # segment
        "data/segment/mail_activity_type.xml",
        "data/segment/ir_cron.xml",
        "views/approval/archive_approval_step_views.xml",
        "views/approval/archive_officer_views.xml",
        "views/approval/mail_activity_plan_views.xml",
        "views/filing/archive_upload_views.xml",
        "views/filing/archive_document_views.xml",
        "views/filing/archive_dossier_views.xml",
        "views/filing/configuration_views.xml",
        "views/filing/archive_category_views.xml",
        "views/filing/archive_number_views.xml",
        "views/filing/res_partner_views.xml",
        "views/filing/sale_order_views.xml",
        "views/filing/filed_source_views.xml",
        # forms
        "report/layout.xml",
        "report/filing/lists.xml",
        "report/filing/volume_cover.xml",
        "report/filing/volume_note.xml",
        "report/filing/volume_catalogue.xml",
        "report/filing/filing_stamp.xml",
        "views/filing/res_company_views.xml",
        "views/filing/archive_dossier_export_views.xml",
        "views/menus.xml",
        # filing
        "views/filing/completeness_views.xml",
        "views/filing/archive_mailbox_views.xml",
        # journal
        "views/journal/archive_journal_check_views.xml",
        "views/journal/archive_event_views.xml",
        "report/journal/journal_head.xml",
        "views/journal/menus.xml",
        # custody
        "views/custody/archive_shelve_views.xml",
        "views/custody/archive_place_views.xml",
        "views/custody/archive_inventory_views.xml",
        "views/custody/archive_document_views.xml",
        "report/custody/box_spine.xml",
        "report/custody/box_cover.xml",
        "report/custody/box_note.xml",
        "report/custody/volume_spine.xml",
        "views/custody/archive_volume_spine_views.xml",
        "views/custody/archive_box_label_views.xml",
        "views/custody/menus.xml",
        # circulation
        "views/circulation/archive_request_views.xml",
        "views/circulation/archive_grant_views.xml",
        "views/circulation/archive_document_views.xml",
        "views/circulation/archive_dossier_views.xml",
        "views/circulation/res_partner_views.xml",
        "report/circulation/request_slip.xml",
        "report/circulation/sealed_print.xml",
        "views/circulation/menus.xml",
        # disposal
        "views/disposal/archive_destruction_batch_views.xml",
        "views/disposal/archive_disposal_hold_views.xml",
        "views/disposal/archive_document_views.xml",
        "report/disposal/destruction_register.xml",
        "views/disposal/menus.xml",
        # handover
        "views/handover/archive_handover_views.xml",
        "report/handover/handover_lists.xml",
        "views/handover/menus.xml",
        # upkeep
        "views/upkeep/archive_change_views.xml",
        "views/upkeep/archive_review_views.xml",
        "views/upkeep/archive_dossier_views.xml",
        "views/upkeep/archive_upkeep_league_views.xml",
        "views/upkeep/hr_departure_wizard_views.xml",
        "views/upkeep/menus.xml",
        # contract
        "views/contract/archive_contract_views.xml",
        "views/contract/archive_contract_act_views.xml",
        "views/contract/archive_contract_statistics_views.xml",
        "views/contract/archive_statistics_return_views.xml",
        "views/contract/archive_dossier_views.xml",
        "views/contract/archive_document_views.xml",
        "views/contract/res_partner_views.xml",
        "views/contract/sale_order_views.xml",
        "views/contract/res_company_views.xml",
        "views/contract/hr_department_views.xml",
        "report/contract/ledger.xml",
        "views/contract/menus.xml",
        # customer
        "views/customer/archive_customer_proposal_views.xml",
        "views/customer/archive_customer_collection_views.xml",
        "views/customer/archive_customer_fact_views.xml",
        "views/customer/archive_customer_person_views.xml",
        "views/customer/archive_customer_business_views.xml",
        "views/customer/archive_contact_log_views.xml",
        "views/customer/res_partner_views.xml",
        "views/customer/menus.xml",
        # search
        "views/search/archive_document_views.xml",
        "views/search/archive_dossier_views.xml",
        "views/search/menus.xml",
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
        # segment
        "views/segment/archive_segment_views.xml",
        "views/segment/archive_figure_views.xml",
        "views/segment/archive_dossier_views.xml",
        "views/segment/res_partner_views.xml",
        "views/segment/res_company_views.xml",
        "views/segment/menus.xml",
        # seals
        "views/circulation/archive_seal_views.xml",
        # audit
        "views/audit/archive_access_views.xml",
        # intake
        "views/intake/archive_import_batch_views.xml",
        # desk
        "views/desk/archive_desk_views.xml",
    ],
    "assets": {
        "web.assets_backend": ["client_archive/static/src/**/*"],
        "web.assets_tests": ["client_archive/static/tests/tours/**/*"],
    },
    "uninstall_hook": "uninstall_hook",
    "application": True,
}
