from datetime import timedelta

from odoo import fields

from odoo.addons.client_archive.tools import gate

from ..common import CreditCommon


class CollectionCommon(CreditCommon):
    """A customer who is overdue, and whose debt is being collected."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Collection = cls.env["credit.collection"]
        cls.Promise = cls.env["credit.promise"]
        cls.Act = cls.env["credit.collection.act"]
        cls.today = cls.company._archive_today()

    @classmethod
    def open_matter(cls, partner=None, login="credit_officer", **values):
        return cls.Collection.with_user(cls.users[login]).create({
            "partner_id": (partner or cls.partner).id, **values}).with_env(cls.env)

    @classmethod
    def promise(cls, matter, amount, days=7, login="credit_officer", made=0, **values):
        """A promise of ``amount`` for ``days`` from today, given ``made`` days ago."""
        promise = cls.Promise.with_user(cls.users[login]).create({
            "collection_id": matter.id, "amount": amount, "date": cls.today + timedelta(days=max(days, 0)), **values})
        promise = promise.with_env(cls.env)
        gate.opened(promise).write({
            "made_on": fields.Datetime.now() - timedelta(days=made, hours=1),  # what is booked now came later
            "date": cls.today + timedelta(days=days)})
        return promise

    def record(self, login, matter, kind, **values):
        """What ``login`` enters in the dialog."""
        wizard = self.env["credit.collection.record"].with_user(self.users[login]).create({
            "collection_id": matter.id, "kind": kind, "content": f"Words of the {kind}", **values})
        return self.rpc(login, wizard, "action_record")

    def end(self, login, matter, outcome, note="Paid in full"):
        wizard = self.env["credit.collection.close"].with_user(self.users[login]).create({
            "collection_id": matter.id, "outcome": outcome, "note": note})
        return self.rpc(login, wizard, "action_end")
