from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ...tools import number_rule
from ..common import ArchiveCommon


@tagged("post_install", "-at_install")
class TestNumberRule(ArchiveCommon):
    def test_R85_initials(self):
        for name, letter in {
            "重庆长江轴承": "C", "长沙机械": "C", "厦门贸易": "X", "Acme GmbH": "A", "ÖBB": "X", "3M 中国": "3",
            "“东风”汽车": "D", "": "X", None: "X", "——": "X", "Ωmega": "X",
        }.items():
            with self.subTest(name=name):
                self.assertEqual(number_rule.initial(name), letter)

    def test_R85_template(self):
        values = {"type": "C", "region": "GD", "initial": "Z"}
        template = "{type}{region}{initial}{serial:04}"
        self.assertEqual(number_rule.number(template, values, 7), "CGDZ0007")
        self.assertEqual(number_rule.number(template, values, 1_000_000), "CGDZ1000000")
        self.assertEqual(number_rule.prefix(template, values), "CGDZ")

    def test_R85_bad_template_says_what_is_wrong(self):
        rule = self.env.ref("client_archive.number_rule_default")
        for template in ("{serial}{serial}", "no serial", "{colour}{serial}", "{serial", "{serial.__class__}"):
            with self.subTest(template=template), self.assertRaises(ValidationError):
                rule.template = template
        self.assertFalse(rule.new({"template": "{colour}"}).preview)

    def test_R9_R85_dossier_number_follows_category_region_and_name(self):
        self.partner.state_id = self.env.ref("base.state_cn_CQ", raise_if_not_found=False) or self.env[
            "res.country.state"].search([("country_id.code", "=", "CN")], limit=1)
        expected = f"{self.dossier.category_id.code}-00-C0001"
        self.assertEqual(self.dossier.number, expected, "numbered on opening, before the region was known")

    def test_R85_serials_run_per_prefix_and_company(self):
        Counter = self.env["archive.number.counter"]
        other = self.env["res.company"].create({"name": "Other"})
        self.assertEqual([Counter._next(self.company, "A"), Counter._next(self.company, "A")], [1, 2])
        self.assertEqual([Counter._next(self.company, "B"), Counter._next(other, "A")], [1, 1])
