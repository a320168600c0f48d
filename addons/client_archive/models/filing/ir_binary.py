from odoo import models

# Images up to this width and height are thumbnails: nobody reads a paper in one.
_THUMBNAIL = 256
_KEY = "client_archive_thumbnail"
# An object, as at the gate: a client cannot send one, and so cannot read content without its being journaled.
_SENTINEL = object()


class IrBinary(models.AbstractModel):
    """Content of the archive that leaves by URL is journaled as opened (R78)."""

    _inherit = "ir.binary"

    def _record_to_stream(self, record, field_name):
        stream = super()._record_to_stream(record, field_name)
        if self.env.context.get(_KEY) is not _SENTINEL:
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
        if 0 < max(width, height) <= _THUMBNAIL:
            self = self.with_context(**{_KEY: _SENTINEL})
        return super()._get_image_stream_from(record, *args, width=width, height=height, **kwargs)
