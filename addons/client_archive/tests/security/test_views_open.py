"""Who may read a record may open its form and its list: no field on them reaches for what the reader may not see."""

from lxml import etree

from odoo import Command
from odoo.tests import tagged

from ..common import ROLES, ArchiveCommon

_LINKS = ("one2many", "many2many")


@tagged("-at_install", "post_install")
class TestViewsOpen(ArchiveCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        sales = cls.users["sales"]
        request = cls.env["archive.request"].with_user(sales).create({
            "kind": "loan", "dossier_id": cls.dossier.id, "purpose": "To read",
            "line_ids": [Command.create({"document_id": cls.document.id})]})
        request.action_submit()
        request.with_user(cls.users["head"]).action_approve()
        request.with_user(cls.users["archivist"]).action_hand_out()
        contract = cls.env["archive.contract"].with_user(sales).create({
            "name": "Sale", "dossier_id": cls.dossier.id, "signed_on": "2025-01-02"})
        change = cls.env["archive.change"].with_user(sales).create({"name": "Moved", "dossier_id": cls.dossier.id})
        order = cls.env["sale.order"].create({"partner_id": cls.partner.id, "user_id": sales.id})
        cls.records = [cls.partner, cls.dossier, cls.document, request, contract, change, order]

    def test_forms_and_lists_open_for_every_reader(self):
        for login in ROLES:
            for record in self.records:
                mine = record.with_user(self.users[login]).with_context({})
                if not mine.has_access("read"):
                    continue
                for view_type in ("form", "list"):
                    with self.subTest(login=login, model=record._name, view=view_type):
                        mine.env.invalidate_all()
                        mine.web_read(self._specification(mine, view_type))

    def _specification(self, record, view_type):
        """What the web client reads of ``record`` to show this view."""
        view = record.get_views([(False, view_type)])["views"][view_type]
        return self._fields_of(record, etree.fromstring(view["arch"]))

    def _fields_of(self, model, arch):
        specification = {}
        for node in arch.xpath(".//field[not(ancestor::field)]"):
            field = model._fields[node.get("name")]
            specification[field.name] = {}
            if field.type == "many2one":
                specification[field.name] = {"fields": {"display_name": {}}}
            elif field.type in _LINKS:
                comodel = model.env[field.comodel_name]
                inner = next((child for child in node if child.tag in ("list", "kanban", "form")), None)
                # the inner view alone, so that its fields have no field above them
                inner = etree.fromstring(etree.tostring(inner)) if inner is not None else None
                specification[field.name] = {
                    "fields": {"display_name": {}} if inner is None else self._fields_of(comodel, inner)}
        return specification
