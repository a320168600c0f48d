"""A small trading company for the tests: two departments, their heads, and the archive."""

import io
from contextlib import contextmanager

from reportlab.pdfgen import canvas

from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import new_test_user

from odoo.addons.base.tests.common import BaseCommon

# Valid unified social credit codes (GB 32100), made up.
USCC = ("91110000600037341L", "91330106MA2CFLDG4R")

# login → groups
ROLES = {
    "employee": "client_archive.group_user",
    "sales": "client_archive.group_salesperson,sales_team.group_sale_salesman,base.group_partner_manager",
    "other_sales": "client_archive.group_salesperson,sales_team.group_sale_salesman",
    "head": "client_archive.group_department_head,sales_team.group_sale_salesman_all_leads",
    "archivist": "client_archive.group_archivist",
    "archive_head": "client_archive.group_archive_head",
    "deputy_gm": "client_archive.group_executive",
    "gm": "client_archive.group_executive",
    "chairman": "client_archive.group_executive",
    "security": "client_archive.group_security_officer",
    "auditor": "client_archive.group_auditor",
    "manager": "client_archive.group_manager",
    "outsider": "base.group_user",
}
OFFICES = {
    "chairman": "chairman", "general_manager": "gm", "deputy_general_manager": "deputy_gm",
    "archive_head": "archive_head",
}


def make_pdf(text="Contract", pages=1):
    """Bytes of a small real PDF with ``text`` on each page."""
    buffer = io.BytesIO()
    sheet = canvas.Canvas(buffer, invariant=True)
    for number in range(1, pages + 1):
        sheet.drawString(100, 700, f"{text} {number}")
        sheet.showPage()
    sheet.save()
    return buffer.getvalue()


class ArchiveCommon(BaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.users = cls._make_users(ROLES)
        cls.department = cls._make_department("Sales One", "head", ["sales", "other_sales", "employee"])
        cls.archive_department = cls._make_department("Archive", "archive_head", ["archivist"])
        cls.env["archive.officer"].create([
            {"role": role, "user_id": cls.users[login].id} for role, login in OFFICES.items()])
        cls._designate(["archivist", "archive_head"], ["making", "sending", "copying", "keeping", "destroying"])
        cls._designate(["sales", "other_sales"], ["making"])
        cls.partner = cls.env["res.partner"].create({
            "name": "重庆长江轴承有限公司", "is_company": True, "vat": USCC[0],
            "country_id": cls.env.ref("base.cn").id})
        cls.dossier = cls._make_dossier(cls.partner)
        cls.document = cls._make_document(cls.dossier, "采购合同")

    @classmethod
    def _make_users(cls, roles):
        """Mapping of each login of ``roles`` to a user with its groups, who logs in as ``test_<login>``."""
        return {
            login: new_test_user(
                cls.env, f"test_{login}", password=f"test_{login}", groups=groups, lang="en_US",
                name=f"Test {login.replace('_', ' ').title()}")
            for login, groups in roles.items()
        }

    @classmethod
    def _make_department(cls, name, head, members):
        department = cls.env["hr.department"].create({"name": name})
        employees = cls.env["hr.employee"].create([
            {"name": cls.users[login].name, "user_id": cls.users[login].id, "department_id": department.id}
            for login in [head, *members]])
        department.manager_id = employees[0]
        return department

    @classmethod
    def _designate(cls, logins, duties):
        """Designate each of ``logins`` for each of ``duties`` with secrets, as the general manager does (R58)."""
        designations = cls.env["archive.designation"].with_user(cls.users["security"]).create([
            {"user_id": cls.users[login].id, "duty": duty} for login in logins for duty in duties])
        designations.with_user(cls.users["gm"]).action_designate()
        return designations.with_env(cls.env)

    @classmethod
    def _make_dossier(cls, partner, user="sales", state="open"):
        """A dossier of ``partner``, brought to ``state`` by the people whose task that is."""
        dossier = cls.env["archive.dossier"].with_user(cls.users[user]).create({"partner_id": partner.id})
        if state != "preliminary":
            dossier.action_submit()
        if state == "open":
            dossier.with_user(cls.users["head"]).action_approve()
        return dossier.with_env(cls.env)

    @classmethod
    def _make_document(cls, dossier, name, state="filed", content=None, **values):
        """A paper of ``dossier`` with one PDF, brought to ``state``."""
        sales = dossier.user_id
        document = cls.env["archive.document"].with_user(sales).create({
            "name": name, "dossier_id": dossier.id,
            "type_id": cls.env.ref("client_archive.document_type_0102").id, **values})
        cls.env["archive.version"].with_user(sales)._add(
            document, f"{name}.pdf", content or make_pdf(name.encode().hex()))
        if state != "draft":
            document.action_submit()
        if state == "filed":
            document.with_user(cls.users["archivist"]).action_file()
        return document.with_env(cls.env)

    @classmethod
    def _files_of(cls, versions):
        """The attachments that hold the content of ``versions``."""
        return cls.env["ir.attachment"].search([
            ("res_model", "=", "archive.version"), ("res_field", "=", "content"), ("res_id", "in", versions.ids)])

    @contextmanager
    def assertRaisesRegex(self, exception, regex):
        """As ``assertRaises`` of Odoo's tests: what was written before the error is rolled back."""
        with self.assertRaises(exception) as caught:
            yield caught
        self.assertRegex(str(caught.exception), regex)

    @classmethod
    def _clear(cls, login, level="3", **values):
        """Let ``login`` open content up to ``level``: agreement and clearance, given by the security officer."""
        agreement = cls.env["archive.agreement"].with_user(cls.users["security"]).create({
            "user_id": cls.users[login].id, "date_from": "2020-01-01", "date_to": "2099-12-31"})
        clearance = cls.env["archive.clearance"].with_user(cls.users["security"]).create({
            "user_id": cls.users[login].id, "level": level, "date_from": "2020-01-01", **values})
        return agreement.with_env(cls.env), clearance.with_env(cls.env)

    @classmethod
    def rpc(cls, login, records, method, *args, **kwargs):
        """Call ``method`` as a client would: by name, as ``login``, private methods refused."""
        env = cls.env(user=cls.users[login], context={})
        Model = env[records._name]
        ids = [] if getattr(getattr(Model, method), "_api_model", False) else [records.ids]
        return call_kw(Model, method, [*ids, *args], kwargs)

    def gets(self, login, record, name):
        """Whether ``login`` has ``record`` and what its field ``name`` says, on two ways that must agree."""
        self.env.invalidate_all()
        found = bool(self.rpc(login, record.browse(), "search", [("id", "=", record.id)]))
        try:
            rows = self.rpc(login, record, "read", [name])
        except AccessError:
            rows = []
        read = bool(rows and rows[0][name])
        self.assertEqual(found, read)
        return read

    @classmethod
    def as_user(cls, login, records):
        """``records`` in the environment of ``login``, with nothing in the cache."""
        return records.with_user(cls.users[login]).with_context({})

    @classmethod
    def last_events(cls, record, count=1):
        """Kinds of the last events of ``record``, newest first."""
        return cls.env["archive.event"].search(
            [("res_model", "=", record._name), ("res_id", "=", record.id)], limit=count).mapped("kind")

    def run_scheduled(self, name, times=1):
        """Run the scheduled job of that name as the scheduler does, commits and all."""
        self.env.flush_all()
        for _time in range(times):
            with self.enter_registry_test_mode():
                self.env.ref(f"client_archive.{name}").method_direct_trigger()
        self.env.invalidate_all()
