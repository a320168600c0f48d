from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import USCC, ArchiveCommon


@tagged("post_install", "-at_install")
class TestStateGate(ArchiveCommon):
    """Invariant 2, tried from outside on dossier and paper as examples of every gated model."""

    def test_every_gated_model_has_a_closed_table(self):
        """Every state of every gated model is in its table; the first one is the default."""
        mixin = self.env.registry["archive.state.mixin"]
        gated = [
            name for name, cls in self.env.registry.items() if issubclass(cls, mixin) and not cls._abstract]
        self.assertIn("archive.dossier", gated)
        for name in gated:
            Model = self.env[name]
            with self.subTest(model=name):
                states = {key for key, _label in Model._fields["state"].get_values(self.env) and
                          Model._fields["state"]._description_selection(self.env)}
                table = Model._state_transitions
                self.assertEqual(set(table), states)
                self.assertFalse(set().union(*table.values()) - states)
                self.assertEqual(Model.default_get(["state"]).get("state"), next(iter(table)))
                self.assertFalse(Model._fields["state"].copy)
                self.assertFalse(Model._gated_fields - set(Model._fields))

    def test_write_state_is_refused_to_everybody(self):
        for login in self.users:
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, self.dossier, "write", {"state": "closed"})
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, self.document, "write", {"state": "destroyed"})
        self.assertEqual((self.dossier.state, self.document.state), ("open", "filed"))

    def test_create_in_a_later_state_is_refused(self):
        partner = self.partner.copy({"name": "新客户", "vat": USCC[1]})
        values = {"partner_id": partner.id, "state": "open"}
        with self.assertRaises(AccessError):
            self.rpc("sales", self.dossier.browse(), "create", values)
        with self.assertRaises(AccessError):
            self.rpc("sales", self.dossier.browse(), "create", {"partner_id": partner.id, "number": "P-1"})

    def test_defaults_in_the_context_do_not_pass_the_gate(self):
        partner = self.partner.copy({"name": "新客户", "vat": USCC[1]})
        dossier = self.rpc(
            "sales", self.dossier.browse(), "create", {"partner_id": partner.id},
            context={"default_state": "open", "default_number": "P-1", "client_archive_gate": True})
        dossier = self.dossier.browse(dossier)
        self.assertEqual((dossier.state, dossier.number), ("preliminary", False))

    def test_import_does_not_pass_the_gate(self):
        result = self.as_user("sales", self.env["archive.dossier"]).load(
            ["partner_id/.id", "state"], [[str(self.partner.copy({"vat": USCC[1]}).id), "Open"]])
        self.assertFalse(result["ids"])
        self.assertIn("State", result["messages"][0]["message"])

    def test_same_value_is_no_change(self):
        self.rpc("archivist", self.document, "write", {"state": "filed", "remarks": "ok"})
        self.assertEqual(self.document.remarks, "ok")

    def test_move_outside_the_table_is_refused_with_both_states(self):
        with self.assertRaisesRegex(UserError, "Open.*Preliminary"):
            self.dossier._move("preliminary")

    def test_only_the_first_state_can_be_deleted(self):
        with self.assertRaises(UserError):
            self.rpc("sales", self.dossier, "unlink")
        with self.assertRaises(UserError):
            self.rpc("archivist", self.document, "unlink")
