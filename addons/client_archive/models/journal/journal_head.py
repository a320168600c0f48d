from markupsafe import Markup

from odoo import api, fields, models, tools

from ...tools import gate
from ...tools.hash_chain import Head
from .event import append_only


class ArchiveJournalHead(models.Model):
    """The head of the chain at a moment (R78). Whoever keeps one outside the database holds everything before it.

    Taken and mailed daily, and whenever an auditor prints one. Nobody rewrites what was sealed before it without
    making another chain, and a verification against the head shows it.
    """

    _name = "archive.journal.head"
    _inherit = ["archive.sealed.mixin", "archive.journal.mixin"]
    _description = "Head of the Journal"
    _order = "id desc"
    _rec_name = "code"

    date = fields.Datetime(string="Taken on", required=True, readonly=True)
    number = fields.Integer(string="Events", required=True, readonly=True, help="Number of the last sealed event.")
    link = fields.Char(size=64, required=True, readonly=True)
    code = fields.Char(string="Head", compute="_compute_code")
    sent_to = fields.Char(string="Mailed to", readonly=True)

    def init(self):
        append_only(self.env.cr, self._table)

    @api.depends("number", "link")
    def _compute_code(self):
        for head in self:
            head.code = Head(head.number, head.link).code

    def _sealed_words(self):
        return self.env._("Heads of the journal are taken of its chain; they cannot be entered or changed.")

    @api.model
    def action_print_head(self):
        """Take the head of the chain now and print it (auditors, security officers)."""
        self.env["archive.event"]._check_auditor()
        return self.env.ref("client_archive.action_report_journal_head").report_action(self._take())

    # ------------------------------------------------------------------
    # Taking and sending
    # ------------------------------------------------------------------
    @api.model
    def _take(self, sent_to=False):
        """The head as it stands now, on record."""
        # sudo: the head is the same for everybody, and shows no event
        head = self.env["archive.event.seal"].sudo()._head()
        record = gate.opened(self.sudo()).create({
            "date": fields.Datetime.now(), "number": head.number, "link": head.link, "sent_to": sent_to})
        record = self.browse(record.id)
        record._journal("head_taken", after={"head": head.code, "sent_to": sent_to})
        return record

    @api.model
    def _cron_take(self):
        """Take the head and mail it to those whom each company names, or else to its auditors."""
        companies = self.env["res.company"].search([("active", "=", True)])
        recipients = {company: company._journal_head_recipients() for company in companies}
        addresses = sorted({address for named in recipients.values() for address in named})
        head = self._take(sent_to=", ".join(addresses))
        self.env["mail.mail"].create([
            head.with_context(lang=company.partner_id.lang)._mail(company, named)
            for company, named in recipients.items() if named])

    def _mail(self, company, addresses):
        moment = tools.format_datetime(self.env, self.date, tz=company._archive_timezone())
        words = [
            self.env._("Head of the archive's journal on %s:", moment),
            Markup("<strong style='font-family: monospace'>%s</strong>") % self.code,
            self.env._("Keep this mail outside the database. Whoever rewrites anything that happened before it makes "
                       "another chain: verify the journal against this head (Archive, Reports, Journal)."),
        ]
        return {
            "subject": self.env._("Archive journal of %(company)s: head %(number)s",
                                  company=company.name, number=self.number),
            "body_html": Markup("").join(Markup("<p>%s</p>") % text for text in words),
            "email_from": company.email_formatted or self.env.user.email_formatted,
            "email_to": ", ".join(addresses),
            "auto_delete": False,
        }
