from odoo.tests import tagged

from ..common import ArchiveCommon


@tagged("post_install", "-at_install")
class TestDocumentTypes(ArchiveCommon):
    """What the regulations list is there, each with its attributes."""

    def types(self, *codes):
        return self.env["archive.document.type"].concat(
            *(self.env.ref(f"client_archive.document_type_{code}") for code in codes))

    def test_R1_ten_kinds_of_original_material_with_their_papers(self):
        kinds = self.types(*(f"{number:02}" for number in range(1, 11)))
        self.assertEqual(len(kinds), 10)
        for kind, least in zip(kinds, (4, 3, 3, 4, 3, 4, 2, 4, 1, 3), strict=True):
            with self.subTest(kind=kind.name):
                self.assertFalse(kind.parent_id)
                self.assertGreaterEqual(len(kind.child_ids), least)
        licences = self.types("0201", "0202", "0203")
        self.assertTrue(all(licences.mapped("is_licence")) and all(licences.mapped("needs_general_manager")))

    def test_R102_contract_file_adds_four_papers(self):
        self.assertEqual(
            self.types("0405", "0703", "0704", "0701").mapped("name"),
            ["Our Own Power of Attorney", "Registration Paper", "Witness Paper", "Notarial Deed"])

    def test_R107_seven_credit_papers_and_six_of_the_raw_survey(self):
        credit = self.types(*(f"130{number}" for number in range(1, 8)))
        self.assertEqual(credit.business_ids, self.env.ref("client_archive.business_credit"))
        self.assertEqual(len(self.types("14").child_ids), 6)
        self.assertEqual(self.types("1307").validity_months, 12)

    def test_R117_four_parts_of_a_project_file_in_their_order(self):
        parts = self.types("15", "16", "17", "18")
        self.assertEqual(parts.sorted("sequence"), parts)
        self.assertTrue(all(part.child_ids for part in parts))

    def test_R63_guarantee_business(self):
        papers = self.types("1901", "1902", "1903", "1904")
        self.assertEqual(papers.business_ids, self.env.ref("client_archive.business_guarantee"))
        self.assertEqual(set(papers.mapped("obligatory")), {"always"})

    def test_R4_R3_operating_records_and_optional_sections(self):
        self.assertEqual(len(self.types("11").child_ids), 5)
        self.assertEqual(set(self.types("12").child_ids.mapped("obligatory")), {"never"})

    def test_R24_R122_titles_and_licences_are_told_apart(self):
        titles = self.env["archive.document.type"].search([("is_title", "=", True)])
        self.assertEqual(len(titles.filtered("title_kind")), 6)
        self.assertFalse(any(titles.mapped("is_licence")))

    def test_types_are_for_managers_to_change(self):
        doc_type = self.types("0101")
        for login in ("sales", "archivist", "head", "employee"):
            with self.subTest(login=login), self.assertRaises(Exception) as caught:
                self.rpc(login, doc_type, "write", {"obligatory": "always"})
            self.assertEqual(type(caught.exception).__name__, "AccessError")
        self.rpc("manager", doc_type, "write", {"obligatory": "always"})

    def test_file_names_tell_the_type(self):
        guess = self.env["archive.document.type"]._guess(
            ["2024 Business Licence.pdf", "Contract Amendment no. 2.pdf", "scan0001.pdf"])
        self.assertEqual(list(guess.values()), list(self.types("0201", "0802", "99")))
