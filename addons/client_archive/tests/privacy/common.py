from ..common import ArchiveCommon

NAME, PHONE, MAIL = "钱学敏", "13900001111", "qian.xuemin@example.com"


class PrivacyCommon(ArchiveCommon):
    """A contact of a customer, in all places where the archive keeps a person."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contact = cls.env["res.partner"].create({
            "name": NAME, "parent_id": cls.partner.id, "type": "contact", "phone": PHONE, "email": MAIL,
            "function": "采购经理", "comment": "<p>Plays chess</p>"})
        cls.person = cls.env["archive.customer.person"].create({
            "dossier_id": cls.dossier.id, "contact_id": cls.contact.id, "mobile": "13711112222", "remit": "≤ 100 000",
            "interests": "围棋", "taboos": "花生", "lawful_basis": "consent", "consent_on": "2025-01-01",
            "purpose": "Looking after the customer"})
        cls.collection = cls.env["archive.customer.collection"].with_user(cls.users["sales"]).create({
            "name": "Card handed over", "dossier_id": cls.dossier.id, "subject": "contacts", "source": "At the fair",
            "person_id": cls.person.id, "lawful_basis": "consent", "consent_on": "2025-01-01", "purpose": "Contact"})
        cls.log = cls.env["archive.contact.log"].create({
            "name": "Visit", "dossier_id": cls.dossier.id, "contact_id": cls.contact.id, "date": "2025-02-02"})
        cls.namesake = cls.env["res.partner"].create({"name": NAME, "phone": "021-555"})

    @classmethod
    def _individual(cls):
        """A natural person who is a customer, with a dossier of their own."""
        individual = cls.env["res.partner"].create({"name": "林晚秋", "phone": "13955556666"})
        return individual, cls._make_dossier(individual)

    def _request(self, kind="copy", login="security", **values):
        request = self.env["archive.privacy.request"].browse(self.rpc(
            login, self.env["archive.privacy.request"], "create", [{
                "kind": kind, "person_name": NAME, "partner_id": self.contact.id, "email": MAIL, "identity": "card",
                **values}]))
        return request.with_env(self.env)

    def _work(self, kind="copy", **values):
        request = self._request(kind, **values)
        self.rpc("security", request, "action_start")
        self.env.invalidate_all()
        return request

    def _place(self, request, key, record=None):
        return request.place_ids.filtered(lambda place: place.source_key == key and (
            not record or place.res_id == record.id))
