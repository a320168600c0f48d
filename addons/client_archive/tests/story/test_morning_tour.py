from odoo.tests import HttpCase, tagged

from ..common import ArchiveCommon, make_pdf


@tagged("post_install", "-at_install")
class TestMorningTour(ArchiveCommon, HttpCase):
    """An archivist's morning, in Chinese: what thirty submitted papers need until they are shelved and printed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["archivist"].lang = "zh_CN"
        cls.dossiers = cls.dossier | cls.dossier.concat(*(
            cls._make_dossier(cls.env["res.partner"].create({"name": name, "is_company": False}))
            for name in ("单雨晴", "Müller Trading GmbH")))
        papers = cls._submitted_papers()
        Version = cls.env["archive.version"].with_user(cls.users["sales"])
        for paper in papers:
            Version._add(paper, f"{paper.name}.pdf", make_pdf(f"Paper {paper.id}"))
        papers.action_submit()
        cls.papers = papers.with_env(cls.env)
        cls._make_places()

    @classmethod
    def _submitted_papers(cls):
        """Ten of each customer: two contracts, which are classified, and eight records."""
        types = [cls.env.ref(f"client_archive.document_type_{code}").id for code in ("0801", "0102")]
        return cls.env["archive.document"].with_user(cls.users["sales"]).create([
            {"name": f"{'销售合同' if number < 2 else '谈判记录'} {number + 1}", "dossier_id": dossier.id,
             "type_id": types[number >= 2], "date": f"2026-01-{number + 1:02}"}
            for dossier in cls.dossiers for number in range(10)])

    @classmethod
    def _make_places(cls):
        Place = cls.env["archive.place"]
        room = Place.create({"name": "档案室", "kind": "room"})
        cls.safe = Place.create({"name": "一号保险柜", "kind": "safe", "parent_id": room.id, "barcode": "SAFE-1"})
        cls.boxes = Place.create([
            {"name": f"盒 {dossier.number}", "kind": "box", "parent_id": room.id, "barcode": f"BOX-{dossier.number}"}
            for dossier in cls.dossiers])

    def test_R6_R9_R14_R52_thirty_papers_are_filed_shelved_and_printed(self):
        login = self.users["archivist"].login
        action = self.env.ref("client_archive.archive_document_action").id
        self.start_tour(f"/odoo/action-{action}", "client_archive_morning_file", login=login)
        for dossier in self.dossiers:
            own = self.papers.filtered(lambda paper, dossier=dossier: paper.dossier_id == dossier)
            self.assertEqual(own.sorted("code").mapped("date"), sorted(own.mapped("date")), "coded by date (R14)")
        for dossier, box in zip(self.dossiers, self.boxes, strict=True):
            self.start_tour(f"/odoo/archive.dossier/{dossier.id}", "client_archive_morning_shelve", login=login)
            self.assertEqual(dossier.box_id, box)
        self.assertEqual(set(self.papers.mapped("state")), {"filed"})
        self.assertEqual(len(set(self.papers.mapped("code"))), 30)
        contracts = self.papers.filtered("needs_safe")
        self.assertEqual(len(contracts), 6)
        self.assertEqual(contracts.place_id, self.safe)
        self.assertEqual((self.papers - contracts).place_id, self.boxes)
        printed = self.env["archive.event"].search([
            ("kind", "=", "printed"), ("res_model", "=", "archive.dossier"), ("res_id", "in", self.dossiers.ids)])
        self.assertEqual(len(printed), 6)
        self.assertEqual(printed.user_id, self.users["archivist"])
