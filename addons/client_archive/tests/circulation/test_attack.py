"""Every model of the rooms circulation, approval and seals × every public method and write × every role (issue 5).

The table says by hand who may; everybody else is refused, and those who may are not. A model or a method without a row
fails, so that nothing new comes in unasked. Who writes routes, steps and offices is in approval/test_attacks.
"""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..approval.test_attacks import WRITERS
from ..security.test_public_methods import ORM
from .common import CirculationCommon

ROOMS = tuple(f"odoo.addons.client_archive.{place}.{room}." for place in ("models", "wizards", "report")
              for room in ("circulation", "approval"))
ARCHIVE = {"archivist", "archive_head"}
# Whoever is a user of the archive at all
USERS = {"employee", "sales", "other_sales", "head", "archivist", "archive_head", "deputy_gm", "gm", "chairman",
         "security", "auditor", "manager"}
OPENS = "opens a view or a dialog for who reads the record; what the dialog does has a row of its own"
SILENT = "does nothing for a client: the engine's own"
# (model, method) → who may call it on the target named there
CALLS = {
    "archive.request": {
        "action_submit": ("draft", {"employee"}), "action_add_dossier": ("draft", {"employee"}),
        "action_withdraw": ("submitted", {"employee"}),
        "action_cancel": ("consult", {"employee"} | ARCHIVE),
        "action_finish": ("screen", {"employee"}), "action_read": ("screen", {"employee"}),
        "action_ask_again": ("issued", {"employee"}),
        "action_hand_out": ("consult", ARCHIVE), "action_take_back": ("issued", ARCHIVE),
        "action_issue_copies": ("copy", ARCHIVE)},
    "archive.request.line": {
        "action_open_request": OPENS, "action_pick": ("ready_line", ARCHIVE),
        "action_report_missing": ("issued_line", ARCHIVE)},
    "archive.scan": {
        "scan": ("scan", ARCHIVE), "enter_finding": ("finding", ARCHIVE), "read_recent": ("own_scans", ARCHIVE)},
    "archive.approval.mixin": {
        "action_approve": ("submitted", {"head"}), "action_refuse": OPENS, "action_decide": OPENS,
        "action_ask": OPENS, "action_answer": OPENS, "action_delegate": OPENS},
    "archive.approval.step": {
        "action_approve_selected": OPENS, "action_refuse_selected": OPENS, "action_open_document": OPENS},
    "archive.approval.decision": {"action_decide": ("decision", {"head"})},
    "archive.grant": {
        "action_read": ("grant", {"employee"}),
        "action_revoke": ("grant", ARCHIVE | {"security", "deputy_gm", "gm", "chairman"})},
    "archive.copy": {"action_close": ("issued_copy", ARCHIVE)},
    "archive.copy.close": {"action_close": ("copy_dialog", ARCHIVE)},
    "archive.request.take.back": {"action_take_back": ("take_back_dialog", ARCHIVE)},
    "archive.seal.stamp": {"action_stamp": ("stamp_dialog", ARCHIVE)},
    "archive.document": {
        "action_request": OPENS, "action_view_requests": OPENS, "action_view_copies": OPENS,
        "action_view_queue": OPENS,
        "action_read": ("readable_paper", {"employee"}), "action_seal_receipt": ("unsealed_paper", ARCHIVE),
        "action_issue": ("paper", ARCHIVE), "action_void": ("paper", ARCHIVE),
        "action_print_sealed": ("paper", ARCHIVE)},
    "archive.dossier": {"action_request": OPENS, "action_view_requests": OPENS},
    "mail.activity": {"action_notify": SILENT},
    "res.partner": {"action_view_papers_out": OPENS}, "sale.order": {"action_view_papers_out": OPENS},
}
# model → who may write, create and delete; see the targets
WRITES = {
    "archive.request": ({"employee"} | ARCHIVE, USERS, {"employee"} | ARCHIVE),
    "archive.request.line": ({"employee"}, {"employee"}, {"employee"}),
    "archive.grant": (set(), set(), set()),
    "archive.copy": (set(), set(), set()),
    "archive.scan": (set(), set(), set()),
    "archive.seal": (set(), set(), set()),
}
DIALOGS = {
    "archive.approval.decision": USERS, "archive.copy.close": ARCHIVE, "archive.request.take.back": ARCHIVE,
    "archive.request.take.back.line": ARCHIVE, "archive.seal.stamp": ARCHIVE}
MUTED = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model", "odoo.sql_db")


@tagged("post_install", "-at_install")
class TestAttack(CirculationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.targets = {
            "draft": cls.make_request(kind="consult", login="employee"),
            "submitted": cls.make_request(state="submitted"),
            "consult": cls.make_request(kind="consult", state="approved"),
            "screen": cls.make_request(kind="screen", state="approved"),
            "copy": cls.make_request(kind="copy", state="approved", copy_count=2),
        }
        lent = cls._make_document(cls.dossier, "送货单")
        cls.targets["issued"] = cls.make_request(lent, kind="consult", state="issued")
        cls.targets["ready_line"] = cls.targets["consult"].line_ids
        cls.targets["issued_line"] = cls.targets["issued"].line_ids
        cls.rpc("archivist", cls.env["archive.scan"], "scan", "uid-of-a-scan", lent.code)
        cls.targets["grant"] = cls.targets["screen"].grant_ids
        issued = cls.make_request(kind="copy", state="approved")
        cls.issue_copies(issued)
        cls.targets["issued_copy"] = issued.copy_ids
        cls.targets["readable_paper"] = cls.targets["paper"] = cls.document
        cls.targets["unsealed_paper"] = cls._make_document(cls.dossier, "接收的旧档")
        cls.env.cr.execute("ALTER TABLE archive_seal DISABLE TRIGGER USER")
        cls.env.cr.execute(
            "DELETE FROM archive_seal WHERE document_id = %s", [cls.targets["unsealed_paper"].id])
        cls.env.cr.execute("ALTER TABLE archive_seal ENABLE TRIGGER USER")
        cls.env.cr.execute(
            "UPDATE archive_document SET receipt_due = TRUE WHERE id = %s", [cls.targets["unsealed_paper"].id])
        cls.env.invalidate_all()

    # ------------------------------------------------------------------
    # The tables are complete
    # ------------------------------------------------------------------
    def _classes(self):
        """Pairs of a model's name and a class of these rooms."""
        for name in self.env.registry:
            for base in type(self.env[name]).__mro__:
                if base.__module__.startswith(ROOMS) and base._name == name:
                    yield name, base

    def test_every_public_method_has_a_row(self):
        found = {}
        for name, base in self._classes():
            methods = {method for method, value in vars(base).items()
                       if not method.startswith("_") and callable(value) and not isinstance(value, type)
                       and not getattr(value, "_api_private", False)} - ORM
            if methods:
                found.setdefault(name, set()).update(methods)
        self.assertEqual(found, {model: set(rows) for model, rows in CALLS.items()})

    def test_every_model_has_a_row(self):
        own = {name for name, base in self._classes()
               if name not in base._inherit and not self.env[name]._abstract}
        self.assertEqual(own, WRITES.keys() | DIALOGS.keys() | {
            model for model in WRITERS if model.startswith("archive.")})

    # ------------------------------------------------------------------
    # Calls
    # ------------------------------------------------------------------
    def _call(self, login, model, method, target):
        args = {
            "scan": ["another-scan", self.document.code],
            "finding": ["another-find", self.targets["issued_line"].id, "damaged", 1, "torn"],
        }.get(target, [])
        if target == "decision":
            dialog = self._create(login, "archive.approval.decision", {
                "res_model": "archive.request", "res_id": self.targets["submitted"].id, "decision": "approved"})
        elif target == "copy_dialog":
            dialog = self._create(login, "archive.copy.close", {
                "copy_ids": [Command.set(self.targets["issued_copy"].ids)], "outcome": "returned", "note": "交回"})
        elif target == "take_back_dialog":
            dialog = self._create(login, "archive.request.take.back", {"request_id": self.targets["issued"].id})
        elif target == "stamp_dialog":
            dialog = self._create(login, "archive.seal.stamp", {
                "kind": "issued", "document_ids": [Command.set(self.document.ids)], "note": "发出"})
        elif model == "archive.scan":
            dialog = self.env[model]
        else:
            dialog = self.targets[target]
        self.rpc(login, dialog, method, *args)
        self.env.flush_all()

    def _create(self, login, model, vals):
        return self.env[model].browse(self.rpc(login, self.env[model], "create", vals))

    def assert_who(self, may, attack, **about):
        """Everybody else is refused ``attack``, a callable of a login; who may is not."""
        for login in self.users:
            with self.subTest(login=login, **about), mute_logger(*MUTED):
                point = self.env.cr.savepoint(flush=True)
                self.env.invalidate_all()
                try:
                    attack(login)
                    refused = None
                except UserError as error:
                    refused = error
                point.rollback()
                self.env.invalidate_all(flush=False)
                point.close()
                self.assertEqual(refused is None, login in may, refused and refused.args[0])

    def test_every_public_method_as_everybody(self):
        for model, rows in CALLS.items():
            for method, row in rows.items():
                if row in (OPENS, SILENT):
                    continue
                target, may = row
                self.assert_who(
                    may, lambda login, model=model, method=method, target=target: self._call(
                        login, model, method, target), model=model, method=method)

    def test_opening_a_dialog_decides_nothing(self):
        """Whoever calls it: nothing moves, no mail goes."""
        step = self.targets["submitted"].approval_step_ids[:1]
        records = {"archive.approval.mixin": self.targets["submitted"], "archive.approval.step": step,
                   "archive.document": self.document, "archive.dossier": self.dossier,
                   "mail.activity": self.targets["submitted"].activity_ids,
                   "archive.request.line": self.targets["ready_line"], "res.partner": self.partner,
                   "sale.order": self.env["sale.order"].create({"partner_id": self.partner.id})}
        for model, rows in CALLS.items():
            for method in (method for method, row in rows.items() if row in (OPENS, SILENT)):
                with self.subTest(model=model, method=method), mute_logger(*MUTED):
                    before = self._all_states()
                    for login in self.users:
                        try:
                            with self.env.cr.savepoint():
                                self.rpc(login, records[model], method)
                        except UserError:
                            continue
                    self.assertEqual(self._all_states(), before)

    def _all_states(self):
        self.env.invalidate_all()
        steps, requests = self.env["archive.approval.step"].search([]), self.Request.search([])
        mails = self.env["mail.mail"].search_count([])
        return steps.mapped("state"), requests.mapped("state"), self.document.is_void, mails

    # ------------------------------------------------------------------
    # Writes
    # ------------------------------------------------------------------
    def _writes(self):
        """Model → its target, what an attacker would write, and create."""
        draft, line = self.targets["draft"], self.targets["draft"].line_ids
        grant, copy, seal = self.targets["grant"], self.targets["issued_copy"], self.document.seal_ids[:1]
        plain = {"request_id": draft.id, "document_id": self.document.id}
        return {
            "archive.request": (draft, {"purpose": "Mine"}, {
                "kind": "loan", "dossier_id": self.dossier.id, "purpose": "x"}),
            "archive.request.line": (line, {"sequence": 3}, {
                **plain, "document_id": self.secret_document.id}),
            "archive.grant": (grant, {"valid_until": "2099-01-01 00:00:00"}, {
                **plain, "user_id": self.users["employee"].id, "secrecy_level": "3",
                "valid_until": "2099-01-01 00:00:00"}),
            "archive.copy": (copy, {"recipient": "x"}, {
                **plain, "line_id": line.id, "company_id": self.company.id, "number": 1, "total": 1,
                "recipient": "x", "sha256": "0" * 64, "issued_on": "2026-01-01 00:00:00",
                "issued_by_id": self.users["archivist"].id}),
            "archive.scan": (self.env["archive.scan"].search([], limit=1), {"code": "x"}, {
                "uid": "forged-scan", "user_id": self.users["archivist"].id, "company_id": self.company.id,
                "code": "x", "date": "2026-01-01 00:00:00"}),
            "archive.seal": (seal, {"note": "x"}, {
                "kind": "issued", "document_id": self.document.id, "company_id": self.company.id, "note": "x",
                "date": "2026-01-01 00:00:00", "user_id": self.users["archivist"].id}),
        }

    def test_every_write_as_everybody(self):
        for model, (record, written, created) in self._writes().items():
            for method, records, args, may in zip(
                    ("write", "create", "unlink"), (record, record.browse(), record), ([written], [created], []),
                    WRITES[model], strict=True):
                def attack(login, records=records, method=method, args=args):
                    self.rpc(login, records, method, *args)
                    self.env.flush_all()
                self.assert_who(may, attack, model=model, method=method)

    def test_every_field_that_the_engine_writes(self):
        """One by one, as everybody, on a request that is under way."""
        request = self.targets["consult"]
        for name in sorted(type(request)._protected_fields() | {"state"}):
            field = request._fields[name]
            forged = {
                "many2one": lambda name=name: self.env[request._fields[name].comodel_name].search(
                    [("id", "!=", request[name].id)], limit=1).id,
                "boolean": lambda name=name: not request[name], "datetime": lambda: "2099-01-01 00:00:00",
                "date": lambda: "2099-01-01", "char": lambda: "forged", "integer": lambda: 99,
                "selection": lambda name=name: next(
                    key for key in request._fields[name].get_values(self.env) if key != request[name]),
            }[field.type]()
            self.assert_who(set(), lambda login, name=name, forged=forged: self.rpc(
                login, request, "write", {name: forged}), field=name)

    def test_dialogs_are_opened_by_those_whose_they_are(self):
        line = self.targets["issued"].line_ids
        values = {
            "archive.approval.decision": {
                "res_model": "archive.request", "res_id": self.targets["submitted"].id, "decision": "approved"},
            "archive.copy.close": {
                "copy_ids": [Command.set(self.targets["issued_copy"].ids)], "outcome": "returned", "note": "x"},
            "archive.request.take.back": {"request_id": self.targets["issued"].id},
            "archive.seal.stamp": {
                "kind": "issued", "document_ids": [Command.set(self.document.ids)], "note": "x"},
        }
        for model, may in DIALOGS.items():
            if model == "archive.request.take.back.line":
                dialog = self.env["archive.request.take.back"].with_user(self.users["archivist"]).create(
                    values["archive.request.take.back"])
                vals = {"wizard_id": dialog.id, "request_line_id": line.id}
            else:
                vals = values[model]
            self.assert_who(may, lambda login, model=model, vals=vals: self._create(login, model, vals), model=model)
