"""Doors that a sixth hostile review found open."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...tools import gate, guarded
from ..circulation.common import CirculationCommon

WORDS = "I refused"


@tagged("-at_install", "post_install")
class TestPersonalDefaults(CirculationCommon):
    """What the archive makes takes nothing from the defaults that users set for themselves."""

    def _set(self, login, model, **defaults):
        for name, value in defaults.items():
            self.rpc(login, self.env["ir.default"], "set", model, name, value, True)

    def test_R17_nobody_approves_by_a_default_of_their_own(self):
        self._set(
            "employee", "archive.approval.step", state="approved", decided_on="2026-01-01 00:00:00",
            decided_by_id=self.users["head"].id)
        request = self.make_request(kind="screen", state="submitted")
        self.assertEqual(request.state, "submitted")
        self.assertFalse(request.grant_ids)
        steps = request._approval_steps().sorted("sequence")
        self.assertEqual(steps[0].state, "pending")
        self.assertEqual(set(steps[1:].mapped("state")) - {"waiting"}, set())
        self.assertFalse(steps.decided_by_id)

    def test_invariant_4_content_is_not_made_public_or_erased_by_a_default(self):
        self._set("sales", "archive.version", erased=True)
        self._set("sales", "ir.attachment", public=True)
        draft = self._make_document(self.dossier, "Draft", state="draft")
        version = draft.version_ids
        self.assertFalse(version.erased)
        file = self._files_of(version)
        self.assertFalse(file.public)
        with self.assertRaises(AccessError):
            self.rpc("employee", file, "read", ["raw"])

    def test_invariant_2_every_state_begins_where_the_code_says(self):
        """Also behind the gate, with all rights or without, of every model of the archive."""
        seen = 0
        for name in sorted(self.env.registry):
            Model = self.env[name]
            if not guarded.is_own(name) or Model._abstract or "state" not in Model._fields:
                continue
            field = Model._fields["state"]
            if field.type != "selection" or not field.store or Model._transient:
                continue
            initial, last = field.default and field.default(Model), field.get_values(self.env)[-1]
            self._set("employee", name, state=last)
            mine = Model.with_user(self.users["employee"])
            forged = {"default_state": last}
            for made in (
                gate.opened(mine), gate.opened(mine.sudo()), mine.sudo(), gate.opened(mine).with_context(**forged),
                gate.opened(mine.sudo()).with_context(**forged), mine.sudo().with_context(**forged),
            ):
                with self.subTest(model=name, su=made.env.su, gate=gate.is_open(made.env)):
                    self.assertEqual(made.default_get(["state"]).get("state") or False, initial or False)
            seen += 1
        self.assertGreater(seen, 20)


@tagged("-at_install", "post_install")
class TestWords(CirculationCommon):
    """Conversations are read and written by those who may, under their own names."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Message = cls.env["mail.message"]
        cls.partners = {login: user.partner_id for login, user in cls.users.items()}
        for login, user in cls.users.items():
            user.email = f"{login}@example.com"
        cls.incident = cls.env["archive.incident"].with_user(cls.users["sales"]).create({
            "description": "The safe stood open."})
        cls.secret = cls.incident.with_user(cls.users["security"]).message_post(body=WORDS).with_env(cls.env)
        cls.file = cls.env["ir.attachment"].with_user(cls.users["security"]).create({
            "name": "witness.txt", "raw": b"Witness", "res_model": "archive.incident", "res_id": cls.incident.id})
        cls.template = cls.env["mail.template"].create({
            "name": "Letter", "model_id": cls.env["ir.model"]._get_id("res.users"), "body_html": "<p>Hello</p>"})

    def _send(self, login, values, template=None, about=None):
        return self.rpc(login, template or self.template, "send_mail", (about or self.users[login]).id,
                        email_values=values)

    def _refused(self, login, records, method, *args, **kwargs):
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.rpc(login, records, method, *args, **kwargs)

    def test_R78_a_mail_by_a_template_moves_no_words_and_opens_no_file(self):
        for values in (
            {"child_ids": [[1, self.secret.id, {"model": "res.partner", "res_id": self.partners["employee"].id}]]},
            {"attachment_ids": [[1, self.file.id, {"public": True}]]},
            {"attachment_ids": [[4, self.file.id]], "email_to": "somebody@example.com"},
            {"attachment_ids": [[6, 0, [self.file.id]]]}, {"attachment_ids": [self.file.id]},
            {"mail_message_id": self.secret.id, "email_to": "somebody@example.com"},
            {"parent_id": self.secret.id},
            {"model": "archive.incident", "res_id": self.incident.id, "body": "I admit it"},
            {"res_id": self.incident.id},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError), self.cr.savepoint():
                self._send("employee", values)
        self.env.invalidate_all()
        self.assertEqual((self.secret.model, self.secret.res_id), ("archive.incident", self.incident.id))
        self.assertFalse(self.file.public)
        own = self.env["ir.attachment"].with_user(self.users["employee"]).create({"name": "a.txt", "raw": b"x"})
        sent = self._send("employee", {"attachment_ids": [[4, own.id]], "email_to": "somebody@example.com"})
        self.assertEqual(self.env["mail.mail"].browse(sent).attachment_ids, own)

    def test_R78_who_was_notified_once_writes_nothing_about_closed_records(self):
        mine = self.partners["employee"].id
        first = self.rpc("employee", self.Message.browse(), "create", {
            "body": "x", "partner_ids": [[6, 0, [mine]]], "message_type": "user_notification"})
        for record in (self.incident, self.env["archive.guarded.title"].search([], limit=1) or self.incident):
            for kind in ("comment", "notification", "user_notification"):
                self._refused("employee", self.Message.browse(), "create", {
                    "model": record._name, "res_id": record.id, "body": "y", "parent_id": first, "message_type": kind})
            self._refused(
                "employee", self.env["mail.thread"], "message_notify", body="y", model=record._name, res_id=record.id,
                partner_ids=[mine])
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.incident.with_user(self.users["employee"])._message_log_batch(
                {self.incident.id: "By short message"}, message_type="sms")
        self.rpc("employee", self.env["ir.default"], "set", "mail.message", "model", "archive.incident", True)
        self.rpc("employee", self.env["ir.default"], "set", "mail.message", "res_id", self.incident.id, True)
        self._refused("employee", self.Message.browse(), "create", {"body": "y", "parent_id": first})

    def test_R78_what_a_closed_message_is_called_is_not_asked_by_linking_it(self):
        """The words above a call to decide name what is decided about."""
        self.secret.subject = "Kingfisher"
        Composer = self.env["mail.compose.message"]
        dialog = {"model": "res.partner", "res_ids": str(self.partners["employee"].ids), "parent_id": self.secret.id}
        self._refused("employee", Composer.browse(), "create", dialog)
        self._refused("employee", self.Message.browse(), "create", {"body": "x", "parent_id": self.secret.id})
        own = self.Message.browse(self.rpc("employee", self.Message.browse(), "create", {"body": "x"}))
        self._refused("employee", own, "write", {"parent_id": self.secret.id})
        empty = Composer.browse(self.rpc("employee", Composer.browse(), "create", {**dialog, "parent_id": False}))
        self._refused("employee", empty, "write", {"parent_id": self.secret.id})
        for called_on, name, fields in (
            (Composer, "parent_id", ("subject", "body")), (self.Message, "parent_id", ("subject",)),
            (self.Message, "child_ids", ()),
        ):
            value = self.secret.id if name == "parent_id" else [[4, self.secret.id]]
            answer = self.rpc(
                "employee", called_on.browse(), "onchange", {name: value}, [name],
                {name: {"fields": {"display_name": {}}}, **dict.fromkeys(fields, {})})
            self.assertNotIn("Kingfisher", str(answer))
        self.assertTrue(self.rpc("gm", Composer.browse(), "create", {**dialog, "res_ids": "[]"}))

    def test_R78_tracked_values_stay_with_their_message(self):
        field = self.env["ir.model.fields"]._get("archive.incident", "kind")
        value = self.env["mail.tracking.value"].create({
            "field_id": field.id, "mail_message_id": self.secret.id, "new_value_char": "Kingfisher"})
        for command in ([4, value.id], [6, 0, [value.id]], [1, value.id, {"new_value_char": "Nothing"}], [2, value.id],
                        [3, value.id], [4, value.id, 0]):
            for about in ({}, {"model": "archive.dossier", "res_id": self.dossier.id}):
                self._refused(
                    "sales", self.Message.browse(), "create", {"body": "x", "tracking_value_ids": [command], **about})
        self.env.invalidate_all()
        self.assertEqual((value.mail_message_id, value.new_value_char), (self.secret, "Kingfisher"))

    def test_R78_nobody_speaks_for_another(self):
        other = self.partners["gm"].id
        posted = self.Message.browse(self.rpc(
            "sales", self.dossier, "message_post", body="Agreed", author_id=other, email_from="gm@example.com"))
        made = self.Message.browse(self.rpc("sales", self.Message.browse(), "create", {
            "model": "archive.dossier", "res_id": self.dossier.id, "body": "Agreed", "author_id": other}))
        self.assertEqual((posted | made).author_id, self.partners["sales"])
        self.assertNotIn("gm@example.com", posted.email_from + made.email_from)
        self._refused("employee", self.document, "message_post", body="x")
        composer = {
            "composition_mode": "mass_mail", "model": "archive.document", "res_ids": str(self.document.ids),
            "body": "Agreed", "author_id": other, "partner_ids": [[6, 0, [other]]]}
        Composer = self.env["mail.compose.message"]
        dialog = Composer.browse(self.rpc("employee", Composer, "create", composer))
        self._refused("employee", dialog, "action_send_mail")
        dialog = Composer.browse(self.rpc("archivist", Composer, "create", composer))
        self.rpc("archivist", dialog, "action_send_mail")
        self.assertNotIn(self.partners["gm"], self.document.message_ids.author_id)
        letter = self.template.copy({"model_id": self.env["ir.model"]._get_id("archive.document")})
        with self.assertRaises(AccessError), self.cr.savepoint():
            self._send("employee", {}, letter, self.document)
        self._send("archivist", {"author_id": other}, letter, self.document)
        self.assertNotIn(self.partners["gm"], self.document.message_ids.author_id)

    def test_R78_what_others_wrote_stands(self):
        said = self.dossier.with_user(self.users["archivist"]).message_post(body=WORDS).with_env(self.env)
        for login in ("sales", "archive_head"):
            for values in ({"body": "Agreed"}, {"author_id": self.partners[login].id},
                           {"partner_ids": [[4, self.partners[login].id]]}):
                self._refused(login, said, "write", values)
            self._refused(login, said, "unlink")
        self.assertIn(WORDS, said.body)
        self.rpc("archivist", said, "write", {"body": "As I said"})
        self.rpc("archivist", said, "unlink")

    def test_R59_who_reported_is_not_found_by_asking_who_may_write(self):
        kind = self.env["mail.activity.type"].create({"name": "Upload", "category": "upload_file"})
        Schedule = self.env["mail.activity.schedule"]

        def ask(login, about, whom):
            return self.rpc(login, Schedule.browse(), "onchange", {
                "res_model": "archive.incident", "res_ids": str([about]), "activity_type_id": kind.id,
                "activity_user_id": self.users[whom].id}, ["activity_user_id"], {"activity_user_id": {}})

        for about in (self.incident.id, self.incident.id + 1000):
            for whom in ("sales", "gm", "employee"):
                with self.subTest(about=about, whom=whom), self.assertRaisesRegex(UserError, "cannot upload"):
                    ask("employee", about, whom)
        self.assertTrue(ask("sales", self.incident.id, "gm"))
        with self.assertRaisesRegex(UserError, "cannot upload"):
            ask("sales", self.incident.id, "employee")


@tagged("-at_install", "post_install")
class TestOwnForm(CirculationCommon):
    """The form of one's own user changes oneself, and nobody else."""

    def _refused(self, login, **values):
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.rpc(login, self.users[login], "write", values)

    def test_R17_nobody_becomes_a_head_of_department_through_their_own_form(self):
        mine = self.users["sales"]._archive_employees()
        head = self.users["head"]._archive_employees()[:1]
        self._refused("sales", category_ids=[[0, 0, {"name": "x", "employee_ids": [
            [1, mine[:1].id, {"user_id": False}], [1, mine[:1].id, {"pin": "1"}],
            [1, head.id, {"user_id": self.users["sales"].id}]]}]])
        tag = self.env["hr.employee.category"].create({"name": "Tag"})
        self.assertTrue(self.rpc("sales", self.users["sales"], "write", {"category_ids": [[4, tag.id]]}))
        self._refused("sales", category_ids=[[1, tag.id, {"employee_ids": [[1, head.id, {"user_id": False}]]}]])
        self._refused("sales", category_ids=[[2, tag.id]])
        self.assertEqual(head.user_id, self.users["head"])

    def test_R84_nobody_rewrites_a_customers_account_through_their_own_form(self):
        account = self.env["res.partner.bank"].create({"partner_id": self.partner.id, "acc_number": "6222 0001"})
        for command in ([1, account.id, {"acc_number": "6222 9999"}], [2, account.id],
                        [0, 0, {"partner_id": self.partner.id, "acc_number": "6222 9998"}]):
            for login in ("employee", "sales"):
                self._refused(login, employee_bank_account_ids=[command])
        self.assertEqual(self.partner.bank_ids.mapped("acc_number"), ["6222 0001"])
        self.assertTrue(self.rpc("sales", self.users["sales"], "write", {"private_phone": "+86 10 1234"}))
