"""Our add-ons come and go without a trace, and without a word in the log."""

import os
from pathlib import Path

import database
import pytest

ROOT = Path(__file__).resolve().parent.parent
PRODUCT = "client_archive,client_archive_credit"
GLUE = "client_archive_credit_stock"  # comes by itself with sale_stock
ALL = ",".join(sorted({path.parent.name for path in ROOT.glob("addons/*/__manifest__.py")} - {GLUE}))

# What the catalogue of a database consists of, and what Odoo adds to it: name of the kind, and a query for its members
CATALOGUE = {
    "column": """
        SELECT table_name || '.' || column_name || ' ' || udt_name || ' ' || is_nullable
          FROM information_schema.columns WHERE table_schema = 'public'""",
    "index": "SELECT indexname FROM pg_indexes WHERE schemaname = 'public'",
    "constraint": "SELECT conrelid::regclass || ' ' || conname FROM pg_constraint",
    "trigger": "SELECT tgrelid::regclass || ' ' || tgname FROM pg_trigger WHERE NOT tgisinternal",
    "function": """
        SELECT proname || '(' || pg_get_function_identity_arguments(oid) || ')'
          FROM pg_proc WHERE pronamespace = 'public'::regnamespace""",
    "sequence": "SELECT sequencename FROM pg_sequences",
    "type": "SELECT typname FROM pg_type WHERE typnamespace = 'public'::regnamespace",
    "role": "SELECT rolname FROM pg_roles",
    "extension": "SELECT extname FROM pg_extension",
    "external id": "SELECT module || '.' || name FROM ir_model_data",
    "model": "SELECT model FROM ir_model",
    "field": "SELECT model || '.' || name FROM ir_model_fields",
    "selection": """
        SELECT f.model || '.' || f.name || '=' || s.value
          FROM ir_model_fields_selection s JOIN ir_model_fields f ON f.id = s.field_id""",
    "menu": "SELECT id || ' ' || (name ->> 'en_US') FROM ir_ui_menu",
    "view": "SELECT id || ' ' || name FROM ir_ui_view",
    "action": "SELECT id || ' ' || type || ' ' || (name ->> 'en_US') FROM ir_actions",
    "access right": "SELECT id || ' ' || name FROM ir_model_access",
    "rule": "SELECT id || ' ' || name FROM ir_rule",
    "group": "SELECT id || ' ' || (name ->> 'en_US') FROM res_groups",
    "parameter": "SELECT key FROM ir_config_parameter",
    "scheduled job": "SELECT id || ' ' || cron_name FROM ir_cron",
    "number sequence": "SELECT id || ' ' || name FROM ir_sequence",
    "default": "SELECT id || ' ' || field_id FROM ir_default",
    "attachment": "SELECT id || ' ' || name FROM ir_attachment WHERE url IS NULL OR url NOT LIKE '/web/assets/%'",
}
# Written by Odoo itself whenever modules come and go
BOOKKEEPING = {
    "ir_module_module",
    "ir_module_module_dependency",
    "ir_model_constraint",  # a foreign key on another module's table is entered anew while its column goes
    "ir_attachment",
    "ir_cron_trigger",
    "bus_bus",
}


def catalogue(name):
    return {kind: {row[0] for row in database.query(query, database=name)} for kind, query in CATALOGUE.items()}


def row_counts(name):
    tables = database.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", database=name)
    return {
        table: database.query("SELECT count(*) FROM {}", database=name, names=[table])[0][0]
        for (table,) in tables
        if table not in BOOKKEEPING and not table.startswith("orm_signaling_")
    }


def differences(before, after):
    return {
        kind: {"left behind": sorted(after[kind] - members)[:20], "lost": sorted(members - after[kind])[:20]}
        for kind, members in before.items()
        if after[kind] != members
    }


def test_uninstall_leaves_nothing_behind(copy_of, odoo, templates):
    name = copy_of("addons")
    odoo("module", "uninstall", "-d", name, *PRODUCT.split(","))
    assert not any(database.has_module(name, module) for module in PRODUCT.split(","))
    assert differences(catalogue(templates["base"]), catalogue(name)) == {}
    assert row_counts(name) == row_counts(templates["base"])


def test_glue_comes_by_itself_and_goes_without_a_trace(copy_of, odoo, templates):
    assert not database.has_module(templates["addons"], GLUE)
    name = copy_of("stock")
    assert database.has_module(name, GLUE)
    odoo("module", "uninstall", "-d", name, GLUE)
    assert not database.has_module(name, GLUE)
    before, after = catalogue(templates["stock"]), catalogue(name)
    assert {kind: sorted(after[kind] - members) for kind, members in before.items() if after[kind] - members} == {}
    gone = {member for kind, members in before.items() for member in members - after[kind]}
    assert {"credit_hold.for_delivery bool YES", "stock.picking.credit_on_hold"} <= gone
    assert [member for member in after["external id"] if member.startswith(f"{GLUE}.")] == []


def test_install_again_after_uninstall(copy_of, odoo):
    name = copy_of("addons")
    odoo("module", "uninstall", "-d", name, *PRODUCT.split(","))
    odoo("-d", name, "-i", PRODUCT, "--stop-after-init", "--no-http")
    assert all(database.has_module(name, module) for module in PRODUCT.split(","))


def test_update_changes_nothing(copy_of, odoo, templates):
    name = copy_of("addons")
    odoo("-d", name, "-u", PRODUCT, "--stop-after-init", "--no-http")
    assert differences(catalogue(templates["addons"]), catalogue(name)) == {}
    assert row_counts(name) == row_counts(templates["addons"])


@pytest.mark.parametrize("demo", [(), ("--with-demo",)], ids=["demo company", "demo company and Odoo's demo switch"])
def test_install_everything(copy_of, odoo, demo):
    name = copy_of("base")
    # The demo company's own tests, which need it installed, ride along.
    own_tests = () if demo else ("--test-enable", "--test-tags", "/client_archive_demo")
    odoo("-d", name, "-i", ALL, *demo, *own_tests, "--stop-after-init", "--no-http")
    assert all(database.has_module(name, module) for module in ALL.split(","))


def test_without_demo_no_record_is_demo(templates):
    assert database.query("SELECT name FROM ir_module_module WHERE demo", database=templates["addons"]) == []


def test_server_is_ours_alone():
    """A guard for the tests above: they compare whole databases, so the names must be this run's own."""
    assert "_test_" in os.environ["CLIENT_ARCHIVE_TEST_DB"]
