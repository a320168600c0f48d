"""Doors that a seventh hostile review found open."""

from odoo.tests import tagged

from ...tools import gate
from ..circulation.common import CirculationCommon

WORDS = "I refused"


@tagged("-at_install", "post_install")
class TestPersonalDefaults(CirculationCommon):
    """What Odoo makes with all rights takes nothing from the defaults that users set for themselves."""

    def _set(self, login, model, **defaults):
        for name, value in defaults.items():
            self.rpc(login, self.env["ir.default"], "set", model, name, value, True)

    def test_R78_a_note_takes_no_words_or_tracked_values_from_closed_records(self):
        """The web client's route posts with all rights: what a message links to was taken from the own defaults."""
        incident = self.env["archive.incident"].with_user(self.users["sales"]).create({
            "description": "The safe stood open."})
        secret = incident.with_user(self.users["security"]).message_post(body=WORDS).with_env(self.env)
        value = self.env["mail.tracking.value"].create({
            "field_id": self.env["ir.model.fields"]._get("archive.incident", "kind").id,
            "mail_message_id": secret.id, "new_value_char": "Kingfisher"})
        for defaults in (
            {"tracking_value_ids": [[6, 0, value.ids]]}, {"tracking_value_ids": [[4, value.id]]},
            {"child_ids": [[6, 0, secret.ids]]}, {"child_ids": [[4, secret.id]]},
        ):
            with self.subTest(defaults=defaults):
                self._set("other_sales", "mail.message", **defaults)
                note = self.env["res.partner"].with_user(self.users["other_sales"]).browse(
                    self.users["other_sales"].partner_id.id).sudo().message_post(body=WORDS)
                self.env.flush_all()
                self.env.invalidate_all()
                self.assertFalse(note.tracking_value_ids)
                self.assertFalse(note.child_ids)
                self.assertEqual(value.mail_message_id, secret)
                self.assertNotEqual(secret.parent_id, note)
                self.rpc("other_sales", self.env["ir.default"].search([
                    ("user_id", "=", self.users["other_sales"].id)]), "unlink")

    def test_what_a_person_enters_takes_their_defaults(self):
        """Also where the defaults of all apply to what code makes."""
        self._set("sales", "archive.request", purpose="Check of the account")
        self._set("sales", "res.partner", comment="Mine")
        self.env["ir.default"].set("res.partner", "ref", "Everybody's")
        Partner = self.env["res.partner"].with_user(self.users["sales"])
        names = ["comment", "ref"]
        self.assertEqual(self.rpc("sales", Partner.browse(), "default_get", names),
                         {"comment": "Mine", "ref": "Everybody's"})
        self.assertEqual(self.rpc("sales", self.env["archive.request"], "default_get", ["purpose"]),
                         {"purpose": "Check of the account"})
        self.assertEqual(Partner.sudo().default_get(names), {"ref": "Everybody's"})


@tagged("-at_install", "post_install")
class TestFoundByLines(CirculationCommon):
    """Whether something links to a closed record is not answered by searching for its number."""

    def test_invariant_4_a_hidden_paper_is_not_found_by_its_number(self):
        compartment = self.env["archive.compartment"].with_user(self.users["security"]).create(
            {"name": "Merger", "code": "Kingfisher"})
        place = self.env["archive.place"].create({"name": "Safe", "kind": "room"})
        hidden = self._make_document(self.dossier, "Hidden")
        gate.opened(hidden.sudo()).write({
            "compartment_id": compartment.id, "visibility": "existence", "place_id": place.id})
        other = self.env["archive.dossier"].search([("document_ids", "=", False)], limit=1)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(self.rpc("employee", hidden.browse(), "search", [("id", "=", hidden.id)]))
        Dossier, open_one, gone = self.env["archive.dossier"], self.document.id, hidden.id + 1000
        for start, path in ((Dossier, "document_ids"), (self.env["archive.place"], "document_ids"),
                            (self.env["res.partner"], "dossier_ids.document_ids"),
                            (self.env["archive.request"], "dossier_id.document_ids")):
            for operator in ("=", "in", "!=", "not in", "=?"):
                for value in (int, lambda number: [number], lambda number: [number, False]):
                    found = [self._found("employee", start, [(path, operator, value(number))])
                             for number in (hidden.id, gone)]
                    with self.subTest(start=start, path=path, operator=operator):
                        self.assertEqual(*found)
        for operator in ("=", "in", "any"):
            asked = [("id", "=", open_one)] if operator == "any" else open_one
            self.assertEqual(self._found("employee", Dossier, [("document_ids", operator, asked)]), self.dossier.ids)
        self.assertIn(self.dossier.id, self._found("employee", Dossier, [("document_ids", "!=", False)]))
        self.assertNotIn(self.dossier.id, self._found("employee", Dossier, [("document_ids", "=", False)]))
        self.assertNotIn(self.dossier.id, self._found("employee", Dossier, [("document_ids", "not in", [open_one])]))
        if other:
            self.assertIn(other.id, self._found("employee", Dossier, [("document_ids", "=", False)]))
        self.assertEqual(self._found("security", Dossier, [("document_ids", "in", [open_one])]), self.dossier.ids)

    def _found(self, login, start, domain):
        return self.rpc(login, start.browse(), "search", domain)
