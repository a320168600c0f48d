import time

from odoo.tests import tagged

from ..common import USCC
from .common import ImportCommon, credit_code

_DOSSIERS, _PAPERS, _CONTACTS = 1000, 8, 1
_LONG = "长" * 300

# What people get wrong: sheet → [(what they write, [(column, fault)])]
MISTAKES = {
    "dossiers": [
        ({"customer": ""}, [("customer", "required")]),
        ({"customer": _LONG}, [("customer", "long")]),
        ({"customer": "双胞胎有限公司"}, [("customer", "customer_ambiguous")]),
        ({"customer": "同名有限公司"}, [("uscc", "customer_conflict")]),
        ({"customer": "无码有限公司"}, [("customer", "customer_codeless")]),
        ({"uscc": ""}, [("uscc", "uscc_missing")]),
        ({"uscc": "91110000600037341X"}, [("uscc", "uscc")]),
        ({"uscc": "九一一一"}, [("uscc", "uscc")]),
        ({"uscc": USCC[0]}, [("number", "dossier_exists")]),
        ({"uscc": credit_code(1)}, [("uscc", "dossier_twice")]),
        ({"number": "TAKEN"}, [("number", "number_taken")]),
        ({"kind": "Club"}, [("kind", "choice")]),
        ({"category": ""}, [("category", "required")]),
        ({"category": "ZZ9"}, [("category", "category")]),
        ({"category": "Ordinary Customers"}, [("category", "category_parent")]),
        ({"manager": ""}, [("manager", "required")]),
        ({"manager": "Nobody"}, [("manager", "manager")]),
        ({"manager": "Twin"}, [("manager", "manager_ambiguous")]),
        ({"department": "Sales Nine"}, [("department", "department")]),
        ({"department": "Twins"}, [("department", "department_ambiguous")]),
        ({"country": "Atlantis"}, [("country", "country")]),
        ({"state": "Atlantis"}, [("state", "state")]),
        ({"level": "geheim"}, [("level", "choice")]),
        ({"opened": ""}, [("opened", "required")]),
        ({"opened": "soon"}, [("opened", "date")]),
        ({"opened": "2098-01-01"}, [("opened", "future")]),
        ({"note": "#REF!"}, [("note", "formula")]),
        ({"uscc": "", "opened": "2024-02-30"}, [("uscc", "uscc_missing"), ("opened", "date")]),
    ],
    "papers": [
        ({"dossier": ""}, [("dossier", "required")]),
        ({"dossier": "GHOST"}, [("dossier", "dossier")]),
        ({"dossier": "已关闭有限公司", "title": "补件"}, [("dossier", "dossier_closed")]),
        ({"dossier": "已关闭有限公司"}, [("dossier", "dossier_closed")]),
        ({"code": "TAKEN-7"}, [("code", "code_taken")]),
        ({"code": "DOUBLE-1"}, [("code", "code_twice")]),
        ({"type": ""}, [("type", "required")]),
        ({"type": "9999"}, [("type", "type")]),
        ({"title": ""}, [("title", "required")]),
        ({"title": _LONG}, [("title", "long")]),
        ({"date": ""}, [("date", "required")]),
        ({"date": "2024-13-45"}, [("date", "date")]),
        ({"date": "2098年1月1日"}, [("date", "future")]),
        ({"pages": "zwei"}, [("pages", "integer")]),
        ({"pages": -1}, [("pages", "pages")]),
        ({"original": "maybe"}, [("original", "choice")]),
        ({"role": "child"}, [("role", "choice")]),
        ({"role": "附件"}, [("main", "main_missing")]),
        ({"role": "印件", "main": "GHOST"}, [("main", "main_unknown")]),
        ({"role": "附件", "main": "附件1"}, [("main", "main_is_annex")]),
        ({"role": "附件", "main": "同名文件"}, [("main", "main_ambiguous")]),
        ({"main": "文件2"}, [("main", "main_of_main")]),
        ({"level": "geheim"}, [("level", "choice")]),
        ({"level": "绝密"}, [("level", "secrecy")]),
        ({"received": "2098-01-01"}, [("received", "future")]),
        ({"place": "Nowhere"}, [("place", "place")]),
        ({"place": "Shelf"}, [("place", "place_ambiguous")]),
        ({"place": "Box 1", "level": "秘密"}, [("place", "place_unsafe")]),
        ({"place": "Full"}, [("place", "place_full")]),
        ({"place": "Owned"}, [("place", "place_box")]),
        ({"remarks": "#N/A"}, [("remarks", "formula")]),
        ({"title": "文件2", "date": "2019-04-01"}, [("title", "paper_twice")]),
    ],
    "contacts": [
        ({"name": ""}, [("name", "required")]),
        ({"dossier": "GHOST"}, [("dossier", "dossier")]),
        ({"dossier": "OLD-0001"}, [("name", "contact_twice")]),
        ({"phone": "0" * 65}, [("phone", "long")]),
    ],
}


@tagged("-at_install", "post_install")
class TestCheck(ImportCommon):
    """10,000 rows, one in a hundred with a mistake of every kind: each is found, where it is, and nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        clearance = cls.env["archive.clearance"].search([("user_id", "=", cls.users["archivist"].id)])
        clearance.with_user(cls.users["security"]).action_revoke()
        cls._clear("archivist", "2", date_from="2020-01-01")
        Partner = cls.env["res.partner"]
        Partner.create([{"name": "双胞胎有限公司", "is_company": True}] * 2)
        Partner.create({"name": "无码有限公司", "is_company": True})
        Partner.create({"name": "同名有限公司", "is_company": True, "vat": credit_code(900001)})
        closed = Partner.create({"name": "已关闭有限公司", "is_company": True, "vat": credit_code(900002)})
        cls._make_dossier(closed).with_user(cls.users["archivist"]).action_close()
        taken = cls._make_dossier(Partner.create({
            "name": "占号有限公司", "is_company": True, "vat": credit_code(900003)}))
        taken._set_gated(number="TAKEN")
        cls._make_document(taken, "占号文件")._set_gated(code="TAKEN-7")
        Place = cls.env["archive.place"]
        Place.create([{"name": "Shelf", "kind": "shelf", "parent_id": cls.room.id}] * 2)
        full = Place.create({"name": "Full", "kind": "shelf", "parent_id": cls.room.id, "capacity": 1})
        cls.document._shelve(full)
        owned = Place.create({"name": "Owned", "kind": "box", "parent_id": cls.room.id})
        taken._assign_box(owned)
        cls.env["hr.department"].create([{"name": "Twins"}] * 2)
        for login in ("twin1", "twin2"):
            cls.env["res.users"].create({"name": "Twin", "login": login})

    def _rows(self):
        papers = [
            row for serial in range(1, _DOSSIERS + 1) for row in (
                *(self.paper_row(serial, f"文件{number}", pages=number) for number in range(1, 5)),
                self.paper_row(serial, "附件1", role="附件", main="文件1"),
                self.paper_row(serial, "同名文件"), self.paper_row(serial, "同名文件", date="2020/5/6"),
                self.paper_row(serial, "文件8", date=45000))]
        return {
            "dossiers": [self.dossier_row(serial) for serial in range(1, _DOSSIERS + 1)],
            "papers": papers,
            "contacts": [self.contact_row(serial) for serial in range(1, _DOSSIERS + 1)],
        }

    def _mistaken(self, rows):
        """Make each mistake, and most of them again until one row in a hundred has one; return what is to be found."""
        rows["papers"][7]["code"] = "DOUBLE-1"
        mistakes = [(sheet, *mistake) for sheet, entries in MISTAKES.items() for mistake in entries]
        # Made again, these would be the same customer, number or paper twice.
        again = [mistake for mistake in mistakes if not mistake[1].keys() & {"customer", "uscc", "number", "code"}
                 and mistake[1].get("dossier") != "已关闭有限公司"]
        expected, count = [], sum(map(len, rows.values())) // 100
        for turn, (sheet, values, faults) in enumerate((mistakes + again)[:count]):
            serial = 5 + turn * 9  # a dossier of its own for each
            index = serial - 1 if sheet != "papers" else (serial - 1) * _PAPERS + _PAPERS - 1
            rows[sheet][index].update(values)
            if "number" in values:
                for row in [*rows["papers"][(serial - 1) * _PAPERS:serial * _PAPERS], rows["contacts"][serial - 1]]:
                    row["dossier"] = f"宁波第{serial}贸易有限公司"
            expected += [(sheet, index + 2, column, code) for column, code in faults]
        return sorted(expected)

    def test_ten_thousand_rows_with_every_mistake(self):
        rows = self._rows()
        expected = self._mistaken(rows)
        self.assertGreaterEqual(sum(map(len, rows.values())), 10_000)
        self.assertGreaterEqual(len(expected), 100)
        batch = self._batch(**rows)
        before, start = self.env.cr.sql_log_count, time.monotonic()
        batch._start("checking", "draft", user_id=self.env.uid)
        batch._check_rows()
        took, queries = time.monotonic() - start, self.env.cr.sql_log_count - before
        self.maxDiff = None
        self.assertEqual(self._faults(batch), expected)
        self.assertFalse(batch.fault_ids.filtered(lambda fault: not fault.message or "%" in fault.message))
        self.assertLess(took, 60)
        self.assertLess(queries, 300)
