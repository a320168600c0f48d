from datetime import date, timedelta

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import make_pdf
from .test_search import FrequentMixin, SearchCommon

WORD = "Halibut"


@tagged("post_install", "-at_install")
class TestSearchSecrecy(SearchCommon):
    """A word of content that one may not open is found on no way, not even as a number (invariant 4)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.secret = cls._make_document(
            cls.dossier, "战略客户价格", content=make_pdf(WORD), secrecy_level="3", reference="S-77")
        cls.open = cls._make_document(cls.dossier, "Open", content=make_pdf(f"{WORD} too"))

    # ------------------------------------------------------------------
    # Two gates
    # ------------------------------------------------------------------
    def test_R97_content_needs_need_to_know_and_clearance(self):
        for login in ("employee", "other_sales", "head", "gm", "security", "auditor", "manager"):
            with self.subTest(login=login):
                self.assertEqual(self.find(login, WORD), [])
        for login in ("sales", "archivist", "archive_head"):
            with self.subTest(login=login):
                self.assertEqual(self.find(login, WORD), ["Open"])
                self._clear(login, "3")
                self.assertEqual(self.find(login, WORD), ["Open", "战略客户价格"])

    def test_R97_the_catalogue_is_everybodys(self):
        for login in ("employee", "other_sales", "auditor", "archivist"):
            with self.subTest(login=login):
                self.assertEqual(self.find(login, "价格"), ["战略客户价格"])
                self.assertEqual(self.find(login, "s77"), ["战略客户价格"])

    def test_R97_file_names_are_content(self):
        self.add(self.open, "裁员名单.txt", b"x")
        self.assertEqual(self.find("archivist", "名单"), ["Open"])
        self.assertEqual(self.find("employee", "名单"), [])
        self.assertNotIn("名单", self.hits("employee", self.open, "名单"))

    def test_R51_who_reads_on_screen_does_not_search_the_words(self):
        request = self.env["archive.request"].with_user(self.users["employee"]).create({
            "kind": "screen", "dossier_id": self.dossier.id, "purpose": "To read",
            "line_ids": [Command.create({"document_id": self.open.id})]})
        request.action_submit()
        for step in request.with_env(self.env).approval_step_ids.sorted("sequence"):
            request.with_user(step.user_id).action_approve()
        self.assertTrue(request.grant_ids.is_valid)
        self.assertEqual(self.find("employee", WORD), [])
        self.assertEqual(self.hits("employee", self.open, WORD), "")

    def test_R98_the_end_of_the_agreement_ends_the_search(self):
        agreement = self._clear("archivist", "3")[0]
        self.assertEqual(self.find("archivist", WORD), ["Open", "战略客户价格"])
        agreement.date_to = date.today() - timedelta(days=1)
        self.assertEqual(self.find("archivist", WORD), ["Open"])

    def test_R50_declassified_content_is_found(self):
        self.secret._declassify("0")
        self.assertEqual(self.find("archivist", WORD), ["Open", "战略客户价格"])

    def test_another_company_finds_nothing(self):
        company = self.env["res.company"].create({"name": "Other"})
        self.users["archivist"].write({"company_ids": [Command.set(company.ids)], "company_id": company.id})
        for query in (WORD, "价格", "长江"):
            self.assertEqual(self.find("archivist", query), [])
            self.assertEqual(self.find("archivist", query, "archive.dossier"), [])

    # ------------------------------------------------------------------
    # Ways around
    # ------------------------------------------------------------------
    def test_what_is_shown_of_a_hit_is_gated_as_well(self):
        """The context says what was asked for; it opens nothing."""
        for login in ("employee", "archivist"):
            self.assertEqual(self.hits(login, self.secret, WORD), "")
            env = self.env(user=self.users[login], context={"archive_full_text": WORD})
            self.assertFalse(env["archive.document"].browse(self.secret.id).read(["hit"])[0]["hit"])
            self.assertFalse(env["archive.document"].browse(self.secret.id).sudo().hit)
        self.assertIn("<mark>价格</mark>", self.hits("employee", self.secret, "价格"))
        self._clear("archivist", "3")
        self.assertIn("<mark>Halibut</mark>", self.hits("archivist", self.secret, WORD))

    def test_no_domain_reaches_it(self):
        Document, Dossier = self.env["archive.document"], self.env["archive.dossier"]
        for model, domain in (
            (Document, [("full_text", "ilike", WORD)]),
            (Document, [("full_text", "=", WORD)]),
            (Document, [("full_text", "in", [WORD, "x"])]),
            (Document, ["!", ("full_text", "not ilike", WORD)]),
            (Document, [("annex_ids.full_text", "ilike", WORD)]),
            (Document, [("dossier_id.full_text", "ilike", WORD)]),
            (Document, [("dossier_id.document_ids.full_text", "ilike", WORD)]),
            (Dossier, [("full_text", "ilike", WORD)]),
            (Dossier, [("document_ids.full_text", "ilike", WORD)]),
            (self.env["res.partner"], [("dossier_ids.document_ids.full_text", "ilike", WORD)]),
            (self.env["archive.version"], [("document_id.full_text", "ilike", WORD)]),
            (self.env["archive.request.line"], [("document_id.full_text", "ilike", WORD)]),
        ):
            with self.subTest(domain=domain):
                self.assertFalse(self.rpc("employee", model, "search_count", domain))
                self.assertFalse(self.rpc("employee", model, "search", domain))
                [group] = self.rpc("employee", model, "formatted_read_group", domain, [], ["__count"])
                self.assertFalse(group["__count"])
        # negated, it counts everything, whether the word is there or not
        counts = {self.rpc("employee", Document, "search_count", [("full_text", "not ilike", word)])
                  for word in (WORD, "Nowhere")}
        self.assertEqual(len(counts), 1)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_the_index_is_nobodys_to_read(self):
        Entry = self.env["archive.search.entry"]
        entries = Entry.search([])
        self.assertTrue(entries)
        for user in self.users.values():
            user.group_ids |= self.env.ref("base.group_allow_export")
        for login in self.users:
            for records, method, args in (
                (entries, "read", [["version_id"]]), (Entry, "search", [[]]), (Entry, "search_count", [[]]),
                (Entry, "search_read", [[]]), (Entry, "web_search_read", [[], {"start": {}}]),
                (entries, "export_data", [["version_id"]]), (Entry, "name_search", [WORD]),
                (Entry, "formatted_read_group", [[], ["version_id"], ["__count"]]),
                (Entry, "create", [{"document_id": self.open.id}]), (entries, "write", [{"start": 1}]),
                (entries, "unlink", []),
            ):
                with self.subTest(login=login, method=method), self.assertRaises(AccessError):
                    self.rpc(login, records, method, *args)
        self.assertFalse([name for name in Entry._fields if "words" in name])

    def test_no_order_no_group_no_export_by_it(self):
        Document = self.env["archive.document"]
        for method, args, kwargs, error in (
            ("search", [[]], {"order": "full_text"}, ValueError),
            ("search", [[]], {"order": "hit"}, ValueError),
            ("formatted_read_group", [[], ["full_text"], ["__count"]], {}, ValueError),
            ("formatted_read_group", [[], ["hit"], ["__count"]], {}, ValueError),
            ("formatted_read_group", [[], [], ["hit:array_agg"]], {}, ValueError),
            ("search", [[("hit", "ilike", WORD)]], {}, ValueError),
        ):
            with self.subTest(method=method, args=args, kwargs=kwargs), self.assertRaises(error):
                self.rpc("employee", Document, method, *args, **kwargs)
        self.users["archivist"].group_ids |= self.env.ref("base.group_allow_export")
        exported = self.env(user=self.users["archivist"], context={"archive_full_text": WORD})[
            "archive.document"].browse(self.secret.id).export_data(["name", "full_text", "hit"])
        self.assertNotIn(WORD, str(exported["datas"]))
        self.assertFalse(self.rpc("employee", Document, "name_search", WORD))

    def test_a_filter_of_somebody_else_searches_as_the_reader(self):
        """A shared filter, and a domain asked as superuser for a user, find what that user may open."""
        as_employee = self.as_user("employee", self.env["archive.document"])
        self.assertFalse(as_employee.sudo().search([("full_text", "ilike", WORD)]))
        self.assertTrue(as_employee.sudo().search([("full_text", "ilike", "价格")]))


@tagged("post_install", "-at_install")
class TestSearchSecrecyFrequent(FrequentMixin, TestSearchSecrecy):
    pass
