"""Doors that a sixth hostile review found open."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...tools import gate, guarded
from ..circulation.common import CirculationCommon


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
