{
    "name": "Client Archive",
    "version": "19.0.1.0.0",
    "summary": "Customer dossiers by the rules: filing, lending, secrecy, custody, destruction",
    "category": "Sales/Archive",
    "author": "Client Archive founders",
    "license": "LGPL-3",
    "depends": ["attachment_indexation", "contacts", "hr", "sale_management"],
    "external_dependencies": {"python": ["pypdf", "pypinyin", "weasyprint"]},
    "data": [],
    "application": True,
}
