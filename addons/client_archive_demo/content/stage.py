"""What every act of the demo company shares: who plays, on which day, and how a thing is found again."""

from datetime import timedelta
from random import Random

from odoo import fields

MODULE = "client_archive_demo"
PASSWORD = "archive-demo"
LANGUAGE, TIMEZONE = "zh_CN", "Asia/Shanghai"
# Two years of orders need no chatter of their own.
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_auto_subscribe_no_notify": True,
    "no_reset_password": True,
}


class Stage:
    """The demo company while it is being set up.

    :ivar env: superuser's environment in the company, for what no user does (company, users, chart of accounts)
    :ivar users: mapping of the names in USERS.md to users
    :ivar customers: mapping of keys to customers
    :ivar random: seeded, so that every installation tells the same story
    """

    def __init__(self, env):
        self.env = env(context={**env.context, "lang": LANGUAGE, "tz": TIMEZONE})
        self.today = fields.Date.today()
        self.random = Random(2024)
        self.users, self.departments, self.customers, self.products = {}, {}, {}, {}
        self.company = env["res.company"]

    def enter(self, company):
        """From here on the superuser acts in ``company`` alone."""
        self.company = company
        self.env = self.env(context={**self.env.context, "allowed_company_ids": company.ids})

    def by(self, login, records, quiet=False):
        """``records`` (or a model's name) as the user with ``login`` has them on their own screen."""
        context = {"lang": LANGUAGE, "tz": TIMEZONE, **(QUIET if quiet else {})}
        if isinstance(records, str):
            records = self.env[records]
        return records.with_env(self.env(user=self.users[login].id, su=False, context=context))

    def login_of(self, user):
        """The name in USERS.md of ``user``."""
        return next(login for login, candidate in self.users.items() if candidate.id == user.id)

    def remember(self, name, record):
        """Give ``record`` an external id of this add-on, and return it."""
        self.env["ir.model.data"].sudo().create({
            "module": MODULE, "name": name, "model": record._name, "res_id": record.id, "noupdate": True})
        return record

    def ago(self, days=0, years=0):
        """The day so long before today."""
        return self.today - timedelta(days=days + 365 * years + years // 4)
