from odoo import SUPERUSER_ID, api, fields, http
from odoo.http import content_disposition, request


def _exported(registry, company_ids, facts):
    """The journal as a file, read through a cursor of its own: the request's is closed while the file still flows."""
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        yield from env["archive.event.seal"]._export(env["res.company"].browse(company_ids), **facts)


class ArchiveJournalController(http.Controller):
    @http.route("/archive/journal", type="http", auth="user", methods=["GET"])
    def archive_journal(self):
        """The sealed journal of the reader's companies, packed, as it is read; the export itself is journaled."""
        env, user = request.env, request.env.user
        env["archive.event"]._check_auditor()
        companies = user.company_ids
        user_facts = {"exported_on": fields.Datetime.to_string(fields.Datetime.now()), "exported_by": user.login}
        env["archive.event"]._log("exported", companies, after={"companies": companies.mapped("name")})
        name = f"journal-{fields.Date.today():%Y%m%d}.jsonl.gz"
        return request.make_response(_exported(env.registry, companies.ids, user_facts), headers=[
            ("Content-Type", "application/gzip"),
            ("Content-Disposition", content_disposition(name)),
            ("X-Content-Type-Options", "nosniff"),
        ])
