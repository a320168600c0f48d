from odoo import models

# Images up to this width and height are thumbnails: nobody reads a paper in one.
_THUMBNAIL = 256
# Beginnings of what Odoo makes small (JPEG, PNG, BMP, TIFF). GIF, WebP and markup it hands out whole, whatever size is
# asked for.
_SHRINKING = (b"\xff\xd8\xff", b"\x89PNG", b"BM", b"II*\0", b"MM\0*")
_KEY = "client_archive_thumbnail"
# An object, as at the gate: a client cannot send one, and so cannot read content without its being journaled.
_SENTINEL = object()


class IrBinary(models.AbstractModel):
    """Content of the archive that leaves by URL is journaled as opened (R78)."""

    _inherit = "ir.binary"

    def _find_record(self, xmlid=None, res_model="ir.attachment", res_id=None, access_token=None, field=None):
        """A token outlives the clearance of whoever got it, and goes from hand to hand: none opens content."""
        if access_token and self._is_sealed_content(xmlid, res_model, res_id):
            access_token = None
        return super()._find_record(
            xmlid=xmlid, res_model=res_model, res_id=res_id, access_token=access_token, field=field)

    def _is_sealed_content(self, xmlid, res_model, res_id):
        record = self.env.ref(xmlid, raise_if_not_found=False) if xmlid else self.env.get(res_model)
        if record is None:
            return False
        if not xmlid:
            record = record.browse(res_id and int(res_id)).exists()
        sealed = self.env["ir.attachment"]._sealed_models()
        return record._name in sealed or record._name == "ir.attachment" and bool(record._sealed())

    def _record_to_stream(self, record, field_name):
        stream = super()._record_to_stream(record, field_name)
        if self.env.context.get(_KEY) is not _SENTINEL or not _beginning(stream).startswith(_SHRINKING):
            self._archive_versions(record, field_name)._opened()
        return stream

    def _archive_versions(self, record, field_name):
        Version = self.env["archive.version"]
        if record._name == "archive.version" and field_name == "content":
            return Version.browse(record.id)
        if record._name == "ir.attachment":
            file = record.sudo()  # sudo: what it is the file of, after the check on reading it
            return Version.browse(file.res_id) if file.res_model == "archive.version" else Version
        return Version

    def _get_image_stream_from(self, record, *args, width=0, height=0, **kwargs):
        if min(width, height) > 0 and max(width, height) <= _THUMBNAIL:
            self = self.with_context(**{_KEY: _SENTINEL})
        return super()._get_image_stream_from(record, *args, width=width, height=height, **kwargs)


def _beginning(stream):
    if stream.type == "data":
        return stream.data[:4]
    if stream.type != "path":
        return b""
    with open(stream.path, "rb") as file:
        return file.read(4)
