"""The way out: what happens to the company when the add-on is uninstalled.

The journal is append-only, and what its people did stands in it: they and their company cannot be deleted while the
archive is installed, nor can the destroyed papers' stubs and the posted books. So the company is closed: it and its
people are archived, nobody can log in, and nothing of it shows up any more. To be rid of it altogether, uninstall the
archive too, or try the demo company in a database of its own.
"""

from .stage import MODULE


def purge(env):
    data = env["ir.model.data"].search([("module", "=", MODULE)])
    company = env.ref(f"{MODULE}.company", raise_if_not_found=False)
    if company:
        _close(env, company)
    # Without external ids Odoo does not try to delete what is kept, and half succeed.
    data.filtered(lambda row: not row.model.startswith("ir.model")).unlink()


def _close(env, company):
    users = env["res.users"].with_context(active_test=False).search([("company_id", "=", company.id)])
    users.active = False
    for model in ("product.template", "hr.employee", "hr.department", "crm.team", "res.partner"):
        records = env[model].search([("company_id", "=", company.id)])
        records.active = False
    company.active = False
