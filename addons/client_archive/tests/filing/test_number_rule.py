from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ...tools import number_rule
from ..common import ArchiveCommon


@tagged("post_install", "-at_install")
class TestNumberRule(ArchiveCommon):
    def test_R85_initials_of_companies(self):
        for name, letter in {
            "重庆长江轴承": "C", "重工机械": "Z", "长沙机械": "C", "厦门贸易": "X", "单县食品": "S", "朝阳商贸": "C",
            "“东风”汽车": "D", "㈱山田": "Z", "Acme GmbH": "A", "3M 中国": "3", "３Ｍ": "3", "٣ نجوم": "3",
            "Österreich": "O", "İzmir": "I", "Łódź": "L", "Ωmega": "O", "Жуков": "Z", "Рената": "R", "Ёлка": "E",
            "かもめ": "K", "パナソニック": "P", "ﾎﾝﾀﾞ": "H", "삼성": "S", "😀": "X", "😀 Café": "C", "": "X", None: "X",
            "——": "X",
        }.items():
            with self.subTest(name=name):
                self.assertEqual(number_rule.initial(name), letter)

    def test_R85_initials_of_persons_are_those_of_surnames(self):
        for name, letter in {
            "单雄信": "S", "查良镛": "Z", "仇英": "Q", "曾国藩": "Z", "解缙": "X", "区大相": "O", "尉迟恭": "Y",
            "万俟卨": "M", "长孙无忌": "Z", "欧阳修": "O", "令狐冲": "L", "张三": "Z", "O'Neill": "O", "Łukasz": "L",
        }.items():
            with self.subTest(name=name):
                self.assertEqual(number_rule.initial(name, person=True), letter)
        self.assertEqual(number_rule.initial("单位食堂"), "D", "no surname in a company's name")

    def test_R85_regions(self):
        for (country, state), (letters, digits, short) in {
            ("CN", "粤"): ("GD", "44", "粤"), ("CN", "GD"): ("GD", "44", "粤"), ("CN", "44"): ("GD", "44", "粤"),
            ("", "渝"): ("CQ", "50", "渝"), ("CN", "蜀"): ("SC", "51", "川"), ("CN", "港"): ("HK", "81", "港"),
            ("HK", ""): ("HK", "81", "港"), ("MO", "X"): ("MO", "82", "澳"), ("CN", ""): ("00", "00", "00"),
            ("CN", "??"): ("00", "00", "00"), ("", ""): ("00", "00", "00"), ("DE", "BY"): ("DE", "DE", "DE"),
            ("us", "CA"): ("US", "US", "US"),
        }.items():
            with self.subTest(country=country, state=state):
                self.assertEqual(
                    [number_rule.region(country, state, style)
                     for style in (number_rule.LETTERS, number_rule.DIGITS, number_rule.SHORT)],
                    [letters, digits, short])

    def test_R85_every_province_that_odoo_knows_has_a_region(self):
        provinces = self.env["res.country.state"].search([("country_id.code", "=", "CN")])
        self.assertGreater(len(provinces), 30)
        regions = {number_rule.region("CN", province.code, number_rule.DIGITS) for province in provinces}
        self.assertEqual(len(regions), len(provinces))
        self.assertNotIn(number_rule.NO_REGION, regions)

    def test_R85_template(self):
        values = {"type": "C", "region": "GD", "initial": "Z"}
        template = "{type}{region}{initial}{serial:04}"
        self.assertEqual(number_rule.number(template, values, 7), "CGDZ0007")
        self.assertEqual(number_rule.prefix(template, values), "CGDZ")

    def test_R85_a_million_numbers_differ_and_sort(self):
        values = {"type": "C", "region": "GD", "initial": "Z"}
        template = "{type}{region}{initial}{serial:04}"
        serials = sorted({*range(1, 1_000_001, 17), *range(1, 10_100), *range(99_900, 100_100), 999_999, 1_000_000})
        numbers = [number_rule.number(template, values, serial) for serial in serials]
        self.assertEqual(numbers[-1], "CGDZ1000000")
        self.assertEqual(len(set(numbers)), len(serials))
        keys = [number_rule.sort_key(number) for number in numbers]
        self.assertEqual(keys, sorted(keys))

    def test_R9_codes_of_different_length_never_make_one_number(self):
        template = "{category}-{initial}{serial:04}"
        numbers = {
            number_rule.number(template, {"category": category, "initial": initial}, serial)
            for category in ("P", "P1", "P11", "1") for initial in ("1", "P", "0") for serial in (1, 11, 10001, 110001)}
        self.assertEqual(len(numbers), 4 * 3 * 4)

    def test_R85_bad_template_says_what_is_wrong(self):
        rule = self.env.ref("client_archive.number_rule_default")
        for template, words in {
            "{serial}{serial}": "exactly one", "no serial": "exactly one",
            "{colour}{serial}": "{colour} is no placeholder",
            "{serial": "braces", "{serial.__class__}": "no placeholder", "{serial!r}": "not understood",
            "{serial:x}": "not understood", "{serial:4}": "not understood", "{type:>5}{serial}": "not understood",
            "{serial}{year}": "{year} stands behind", "{category}{serial}": "separator", "{type} {serial}": "no spaces",
            "{serial:{year}}": "not understood",
        }.items():
            with self.subTest(template=template):
                preview = rule.new({"template": template})
                self.assertRegex(preview.fault, words)
                self.assertFalse(preview.preview or preview.example_html)
                with self.assertRaisesRegex(ValidationError, words):
                    rule.template = template

    def test_R85_preview_follows_what_is_typed(self):
        rule = self.env["archive.number.rule"].new({"template": "{type}{region}{initial}{serial:05}"})
        self.assertEqual((rule.preview, rule.fault), ("CCQC00001", False))
        for number in ("PGDS00027", "CSEO00003", "C00Z00004", "CSHS1000000"):
            self.assertIn(number, rule.example_html)
        rule.region_style = "digits"
        self.assertEqual(rule.preview, "C50C00001")

    def test_R9_R85_dossier_number_follows_category_region_and_name(self):
        self.assertEqual(self.dossier.number, f"{self.dossier.category_id.code}-00-C0001")
        partner = self._person("单晓岚", state_id=self.env.ref("base.state_cn_GD").id)
        self.assertEqual(self._make_dossier(partner).number, f"{self.dossier.category_id.code}-GD-S0001")

    @classmethod
    def _person(cls, name, **values):
        return cls.env["res.partner"].create({"name": name, "country_id": cls.env.ref("base.cn").id, **values})

    def test_R85_rule_of_the_company_goes_before_the_common_one(self):
        self.env["archive.number.rule"].create({
            "name": "Own", "company_id": self.company.id, "template": "{type}{region}{initial}{serial:04}"})
        self.assertEqual(self._make_dossier(self._person("张三")).number, "P00Z0001")

    def test_R85_context_does_not_choose_the_template(self):
        self.env["archive.number.rule"].search([]).unlink()
        dossier = self._make_dossier(self._person("张三"), state="to_verify")
        dossier.with_user(self.users["head"]).with_context(
            default_template="HACK{serial}", default_is_gapless=False).action_approve()
        self.assertRegex(dossier.number, r"-00-Z0001$")

    def test_R85_serials_run_per_prefix_and_company(self):
        Counter = self.env["archive.number.counter"]
        other = self.env["res.company"].create({"name": "Other"})
        self.assertEqual([Counter._next(self.company, "A"), Counter._next(self.company, "A")], [1, 2])
        self.assertEqual([Counter._next(self.company, "B"), Counter._next(other, "A")], [1, 1])

    def test_R85_numbers_in_use_are_passed_over(self):
        prefix = f"{self.dossier.category_id.code}-00-L"
        imported = self._make_dossier(self._person("老李"))
        imported._set_gated(number=f"{prefix}0002")
        self.env.flush_all()
        self.assertEqual(
            [self._make_dossier(self._person(name)).number for name in ("林一", "刘二")],
            [f"{prefix}0003", f"{prefix}0004"])

    def test_R85_serial_that_outgrows_its_width_sorts_behind(self):
        self.env.cr.execute(SQL("UPDATE archive_number_counter SET last = 9998"))
        dossiers = self.env["archive.dossier"].union(
            *(self._make_dossier(self._person(name)) for name in ("陈一", "陈二", "陈三")))
        self.env.cr.execute(SQL("UPDATE archive_number_counter SET last = 9998"))
        self.assertEqual(
            [number[-5:] for number in dossiers.mapped("number")], ["C9999", "10000", "10001"])
        ordered = self.env["archive.dossier"].search([("id", "in", dossiers.ids)], order="number")
        self.assertEqual(ordered, dossiers)

    def test_R85_not_gapless_goes_on_behind_what_was_counted(self):
        rule = self.env["archive.number.rule"].create({
            "name": "Own", "company_id": self.company.id, "template": "K{serial:04}"})
        self.env["archive.number.counter"].create({"company_id": self.company.id, "prefix": "K", "last": 41})
        rule.is_gapless = False
        numbers = [self._make_dossier(self._person(name)).number for name in ("张三", "李四")]
        self.assertEqual(numbers, ["K0042", "K0043"])
        rule.is_gapless = True
        self.assertEqual(self._make_dossier(self._person("王五")).number, "K0044")
        self.assertTrue(self._series_exists(rule))
        rule_id = rule.id
        rule.unlink()
        self.env.cr.execute(SQL("SELECT to_regclass(%s)", f"archive_number_rule_series_{rule_id}"))
        self.assertFalse(self.env.cr.fetchone()[0])

    def _series_exists(self, rule):
        self.env.cr.execute(SQL("SELECT to_regclass(%s)", rule._series()))
        return self.env.cr.fetchone()[0]

    def test_only_configuration_changes_rules_and_nobody_counters(self):
        rule = self.env.ref("client_archive.number_rule_default")
        counter = self.env["archive.number.counter"].search([], limit=1)
        for login in ("sales", "head", "archivist", "archive_head", "auditor"):
            with self.subTest(login=login), self.assertRaises(AccessError), mute_logger(
                    "odoo.addons.base.models.ir_model"):
                self.rpc(login, rule, "write", {"template": "X{serial}"})
        for login in ("archivist", "manager"):
            with self.subTest(login=login), self.assertRaises(AccessError), mute_logger(
                    "odoo.addons.base.models.ir_model"):
                self.rpc(login, counter, "write", {"last": 0})
            with self.subTest(login=login), self.assertRaises(AccessError), mute_logger(
                    "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model"):
                self.rpc(login, self.dossier, "write", {"number": "X1"})
        self.rpc("manager", rule, "write", {"template": "X{serial}"})
        self.assertEqual(rule.template, "X{serial}")
