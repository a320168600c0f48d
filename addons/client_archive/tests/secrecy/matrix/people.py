"""The people of the matrix: a role, what they are cleared for, and whether they keep the customer or hold a grant."""

from dataclasses import dataclass, field
from datetime import timedelta

from odoo import Command, fields
from odoo.tests import new_test_user

OUTSIDER = "base.group_user"
EMPLOYEE = "client_archive.group_user,base.group_allow_export"
SALES = "client_archive.group_salesperson,sales_team.group_sale_salesman,base.group_allow_export"
HEAD = "client_archive.group_department_head,sales_team.group_sale_salesman_all_leads,base.group_allow_export"
ARCHIVIST = "client_archive.group_archivist,base.group_allow_export"
EXECUTIVE = "client_archive.group_executive,base.group_allow_export"
SECURITY = "client_archive.group_security_officer,base.group_allow_export"
AUDITOR = "client_archive.group_auditor,base.group_allow_export"
# Whatever rights a person can have who is not the superuser, short of those of the archive's people
SYSTEM = ("base.group_system,base.group_erp_manager,client_archive.group_manager,base.group_allow_export,"
          "sales_team.group_sale_manager,account.group_account_manager,hr.group_hr_manager")
PORTAL = "base.group_portal"

EVERYWHERE = {"all_compartments": True}


@dataclass(frozen=True)
class Person:
    """One row of the matrix."""

    groups: str
    level: str | None = None
    """up to which level cleared"""
    where: dict = field(default_factory=dict)
    """values of the clearance: in which compartments"""
    agreement: bool = True
    """whether the agreement behind the clearance is valid"""
    owns: bool = False
    """whether the customer is theirs"""
    grant: str | None = None
    """"valid" or "over": an access to every paper that was approved"""
    elsewhere: bool = False
    """whether they belong to another company"""


PEOPLE = {
    "portal": Person(PORTAL),
    "outsider": Person(OUTSIDER),
    "employee": Person(EMPLOYEE),
    "sales": Person(SALES, owns=True),
    "other_sales": Person(SALES),
    "head": Person(HEAD),
    "archivist": Person(ARCHIVIST),
    "executive": Person(EXECUTIVE),
    "security": Person(SECURITY),
    "auditor": Person(AUDITOR),
    "system": Person(SYSTEM),
    "employee_secret": Person(EMPLOYEE, "1"),
    "employee_top": Person(EMPLOYEE, "3", EVERYWHERE),
    "employee_expired": Person(EMPLOYEE, "3", EVERYWHERE, agreement=False),
    "sales_secret": Person(SALES, "1", owns=True),
    "sales_top": Person(SALES, "3", EVERYWHERE, owns=True),
    "sales_expired": Person(SALES, "3", EVERYWHERE, agreement=False, owns=True),
    "archivist_secret": Person(ARCHIVIST, "1"),
    "archivist_outside": Person(ARCHIVIST, "3"),
    "archivist_inside": Person(ARCHIVIST, "1", {"compartment": True}),
    "archivist_top": Person(ARCHIVIST, "3", EVERYWHERE),
    "archivist_expired": Person(ARCHIVIST, "3", EVERYWHERE, agreement=False),
    "granted": Person(EMPLOYEE, "3", EVERYWHERE, grant="valid"),
    "granted_uncleared": Person(EMPLOYEE, grant="valid"),
    "grant_over": Person(EMPLOYEE, "3", EVERYWHERE, grant="over"),
    "foreign_archivist": Person(ARCHIVIST, "3", EVERYWHERE, elsewhere=True),
}


class PeopleMixin:
    """Makes the people of :data:`PEOPLE`."""

    @classmethod
    def make_people(cls):
        cls.elsewhere = cls.env["res.company"].create({"name": "Elsewhere"})
        # Keeps the customer while nobody of the matrix does
        cls.users["other_owner"] = cls.users["sales"]
        for name, person in PEOPLE.items():
            companies = {"company_id": cls.elsewhere.id, "company_ids": [Command.set(cls.elsewhere.ids)]}
            cls.users[name] = new_test_user(
                cls.env, f"matrix_{name}", groups=person.groups, password=f"matrix_{name}", name=f"Person {name}",
                lang="en_US", **(companies if person.elsewhere else {}))
            if person.level:
                cls._clear_person(cls.users[name], person)

    @classmethod
    def _clear_person(cls, user, person):
        company = cls.elsewhere if person.elsewhere else cls.company
        today = fields.Date.today()
        cls.env["archive.agreement"].create({
            "user_id": user.id, "company_id": company.id, "date_from": "2020-01-01",
            "date_to": "2099-12-31" if person.agreement else today - timedelta(days=1)})
        where = dict(person.where)
        if where.pop("compartment", None):
            where["compartment_ids"] = [Command.set(cls.compartment.ids)]
        cls.env["archive.clearance"].create({
            "user_id": user.id, "company_id": company.id, "level": person.level, "date_from": "2020-01-01", **where})

    @classmethod
    def make_grants(cls, papers):
        """Give the people what :attr:`Person.grant` says, on all ``papers``."""
        now = fields.Datetime.now()
        cls.grants = cls.env["archive.grant"]
        for name, person in PEOPLE.items():
            if not person.grant:
                continue
            # sudo: of papers that they may not know of as well, as if they had known of them once
            request = cls.env["archive.request"].with_user(cls.users[name]).sudo().create({
                "kind": "screen", "dossier_id": papers.dossier_id.id, "purpose": "To read",
                "line_ids": [Command.create({"document_id": paper.id}) for paper in papers]})
            until = now + timedelta(days=1) if person.grant == "valid" else now - timedelta(minutes=1)
            request._move("submitted")
            request._move("approved", valid_until=until)
            cls.grants |= cls.env["archive.grant"]._give(request, until).with_env(cls.env)
