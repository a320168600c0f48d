from ..common import USCC, ArchiveCommon


class CustodyCommon(ArchiveCommon):
    """A room with a shelf, two boxes on it, and a safe."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Place = cls.env["archive.place"].with_user(cls.users["archive_head"])
        cls.room = Place.create({"name": "Room 1", "kind": "room"})
        cls.shelf = Place.create({"name": "Shelf A", "kind": "shelf", "parent_id": cls.room.id})
        cls.box, cls.box2 = Place.create([
            {"name": name, "kind": "box", "parent_id": cls.shelf.id} for name in ("Box 1", "Box 2")])
        cls.safe = Place.create({"name": "Safe", "kind": "safe", "parent_id": cls.room.id})
        cls.title_type = cls.env.ref("client_archive.document_type_1003")

    @classmethod
    def other_dossier(cls):
        return cls._make_dossier(cls.env["res.partner"].create({
            "name": "Hangzhou Sample Trading", "is_company": True, "vat": USCC[1],
            "country_id": cls.env.ref("base.cn").id}))

    @classmethod
    def shelve(cls, documents, barcode, login="archivist", **values):
        return cls.env["archive.shelve"].with_user(cls.users[login]).create({
            "document_ids": [(6, 0, documents.ids)], "barcode": barcode, **values}).action_shelve()
