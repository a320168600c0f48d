from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import ArchiveCommon

_CONSENTED = "archive.customer.collection"
_QUIET = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")


@tagged("-at_install", "post_install")
class TestAccess(ArchiveCommon):
    """Who reads and who enters what is known about a customer; refused by RPC."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        contact = cls.env["res.partner"].create({"name": "王经理", "parent_id": cls.partner.id})
        sales = cls.users["sales"]
        values = {
            "profile": {"headcount": 9},
            "person": {"contact_id": contact.id},
            "use": {"name": "轴承"},
            "poaching": {"competitor": "东方", "means": "降价"},
            "fact": {"name": "诉讼", "source": "法院"},
            "collection": {"name": "工商信息", "source": "公示系统"},
        }
        cls.records = {
            name: cls.env[f"archive.customer.{name}"].with_user(sales).create({
                "dossier_id": cls.dossier.id, **vals}).with_env(cls.env)
            for name, vals in values.items()}
        cls.values = values
        cls.proposal = cls.env["archive.customer.proposal"].with_user(sales)._propose(
            cls.dossier.with_user(sales), {"legal_representative": "陆振海"}, "公示系统", "register").with_env(cls.env)

    def test_R84_employees_and_outsiders_see_nothing_of_it(self):
        for login in ("employee", "security", "manager", "outsider"):
            for record in (*self.records.values(), self.proposal, self.proposal.line_ids):
                for method, args in (("read", [["id"]]), ("search", [[]]), ("write", [{"dossier_id": 1}]),
                                     ("unlink", [])):
                    if login == "security" and record._name == _CONSENTED and method in ("read", "search"):
                        continue  # purpose and consent are theirs to watch (R84)
                    with self.subTest(login=login, model=record._name, method=method), self.assertRaises(
                            AccessError), mute_logger(*_QUIET):
                        self.rpc(login, record, method, *args)
            for name, vals in self.values.items():
                with self.subTest(login=login, create=name), self.assertRaises(AccessError), mute_logger(*_QUIET):
                    self.rpc(login, self.records[name], "create", {"dossier_id": self.dossier.id, **vals})
            names = self.rpc(login, self.partner, "fields_get")
            self.assertFalse([name for name in names if name.startswith("customer_") and name not in (
                "customer_key_locked", "customer_rank")])

    def test_R84_salespeople_see_their_own_customers_only(self):
        for record in (*self.records.values(), self.proposal, self.proposal.line_ids):
            self.assertTrue(self.rpc("sales", record, "read", ["id"]))
            with self.subTest(model=record._name), self.assertRaises(AccessError), mute_logger(*_QUIET):
                self.rpc("other_sales", record, "read", ["id"])
            self.assertFalse(self.as_user("other_sales", record).search([]))
        partner = self.as_user("other_sales", self.partner)
        self.assertFalse(partner.customer_headcount)
        self.assertFalse(partner.customer_person_ids)
        self.assertEqual(self.as_user("sales", self.partner).customer_headcount, 9)

    def test_R84_others_do_not_enter_it(self):
        partner = self.env["res.partner"].create({"name": "李四"})
        dossier = self._make_dossier(partner)
        contact = self.env["res.partner"].create({"name": "王经理", "parent_id": partner.id})
        for login in ("other_sales", "gm", "auditor"):
            for name, vals in self.values.items():
                with self.subTest(login=login, model=name), self.assertRaises(AccessError), mute_logger(*_QUIET):
                    self.rpc(login, self.records[name], "create", {
                        "dossier_id": dossier.id, **vals, **({"contact_id": contact.id} if name == "person" else {})})
            with self.assertRaises(AccessError), mute_logger(*_QUIET):
                self.rpc(login, self.records["profile"], "write", {"headcount": 1})

    def test_R84_the_partner_form_is_no_way_around(self):
        self.users["other_sales"].group_ids |= self.env.ref("base.group_partner_manager")
        self.env.flush_all()
        self.env.invalidate_all()
        for vals in ({"customer_headcount": 1}, {"customer_use_ids": [(0, 0, {"name": "x"})]}):
            with self.subTest(vals=vals), self.assertRaises(AccessError), mute_logger(*_QUIET):
                self.rpc("other_sales", self.partner, "write", vals)

    def test_R84_heads_archive_executives_and_auditors_read_all(self):
        for login in ("head", "archivist", "gm", "auditor"):
            for record in (*self.records.values(), self.proposal, self.proposal.line_ids):
                with self.subTest(login=login, model=record._name):
                    self.assertTrue(self.rpc(login, record, "read", ["id"]))

    def test_other_company_sees_nothing(self):
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self.users["archivist"].copy({
            "login": "stranger", "company_id": other.id, "company_ids": [other.id]})
        for record in (*self.records.values(), self.proposal, self.proposal.line_ids):
            with self.subTest(model=record._name):
                self.assertFalse(self.env[record._name].with_user(stranger).search([]))

    def test_roles_are_configuration(self):
        role = self.env.ref("client_archive.customer_role_legal")
        for login in ("sales", "archivist", "employee"):
            with self.assertRaises(AccessError), mute_logger(*_QUIET):
                self.rpc(login, role, "write", {"name": "x"})
        self.rpc("manager", role, "write", {"name": "Law"})
        self.assertEqual(role.name, "Law")
