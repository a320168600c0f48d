import codecs
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import filecheck

# Who looks at the same content again within this time opened it once.
_SITTING = timedelta(hours=1)
# Characters of a text that are shown
_EXCERPT = 50_000
# What a browser shows of itself
_SHOWN = {
    "application/pdf": "pdf",
    "image/png": "image", "image/jpeg": "image", "image/gif": "image", "image/bmp": "image", "image/webp": "image",
    "audio/mpeg": "audio", "audio/wav": "audio", "audio/ogg": "audio", "audio/flac": "audio", "audio/mp4": "audio",
    "video/mp4": "video", "video/webm": "video", "video/quicktime": "video",
}


class ArchiveVersion(models.Model):
    """How content is shown, and that it was opened."""

    _inherit = "archive.version"

    preview = fields.Json(compute="_compute_preview", help="What the form needs to show the content.")

    @api.depends("mimetype", "name", "erased")
    def _compute_preview(self):
        for version in self:
            version.preview = not version.erased and {
                "id": version.id, "name": version.name, "mimetype": version._media_type(), "number": version.number,
                "kind": version._preview_kind()}

    def _media_type(self):
        # Content of former times has none recorded.
        return self.mimetype or filecheck.mimetype_of(self.name or "") or ""

    def _preview_kind(self):
        mimetype = self._media_type()
        if mimetype in _SHOWN:
            return _SHOWN[mimetype]
        if mimetype.startswith("text/"):
            return "text"
        return "office" if "officedocument" in mimetype or "opendocument" in mimetype else "none"

    def action_read_text(self):
        """Text of the content, as far as it is known: of text files themselves, of Office files without their layout.

        :return: mapping with the ``text`` and whether it was ``cut``
        :raises AccessError: for content that the user may not open
        :raises UserError: for content without text
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: the file of a version that the user may open, as was just checked
        file = self.sudo()._content_file()
        text = _decoded(file.raw or b"") if self._preview_kind() == "text" else file.index_content or ""
        if not text.strip():
            raise UserError(self.env._("No text is known of this file: download it, and open it in its program."))
        self._opened()
        return {"text": text[:_EXCERPT], "cut": len(text) > _EXCERPT}

    def _content_file(self):
        return self.env["ir.attachment"].search([
            ("res_model", "=", self._name), ("res_field", "=", "content"), ("res_id", "in", self.ids)])

    # ------------------------------------------------------------------
    # That it was opened (R78)
    # ------------------------------------------------------------------
    def _opened(self):
        """Journal that the current user opened this content, once in a sitting."""
        # sudo: readers do not read the journal, which they write into
        known = self.env["archive.event"].sudo()._read_group(
            [("kind", "=", "content_opened"), ("res_model", "=", self._name), ("res_id", "in", self.ids),
             ("user_id", "=", self.env.uid), ("date", ">=", fields.Datetime.now() - _SITTING)], ["res_id"])
        opened = self - self.browse(res_id for [res_id] in known)
        if opened:
            opened._journal("content_opened", after=lambda version: {
                **version._file_facts(), "paper": version.sudo().document_id.display_name})

    def _read_format(self, fnames, load="_classic_read"):
        values = super()._read_format(fnames, load)
        if "content" in fnames and not self.env.context.get("bin_size"):
            self.filtered(lambda version: not version.erased)._opened()
        return values

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        if any(path and path[0] == "content" for path in fields):
            self.filtered(lambda version: not version.erased)._opened()
        return super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)


class ArchiveDocument(models.Model):
    _inherit = "archive.document"

    preview = fields.Json(
        compute="_compute_preview", help="The newest content, as far as the current user may open it.")
    twin_ids = fields.Many2many(
        "archive.document", string="Same Scan in", compute="_compute_twin_ids",
        help="Other papers of the company that hold the very same file.")

    @api.depends("version_ids")
    @api.depends_context("uid")
    def _compute_preview(self):
        versions = self.env["archive.version"].search(
            [("document_id", "in", self.ids), ("erased", "=", False)], order="document_id, number desc")
        newest = versions.grouped("document_id")
        for document in self:
            version = newest.get(document._origin)
            document.preview = version and version[0].preview

    @api.depends("version_ids")
    @api.depends_context("uid")
    def _compute_twin_ids(self):
        Version = self.env["archive.version"]
        mine = Version.search([("document_id", "in", self.ids), ("erased", "=", False)])
        hashes = mine.filtered("sha256").grouped("sha256")
        # sudo: that the same file is elsewhere is no content; the papers shown are those the reader sees
        others = Version.sudo().search([
            ("sha256", "in", list(hashes)), ("erased", "=", False), ("company_id", "in", self.company_id.ids)])
        shown = others.document_id.sudo(self.env.su)._filtered_access("read")
        twins = {}
        for other in others:
            for version in hashes[other.sha256]:
                if version.document_id != other.document_id and version.company_id == other.company_id:
                    twins.setdefault(version.document_id, []).append(other.document_id.id)
        for document in self:
            document.twin_ids = shown & self.browse(twins.get(document._origin, ()))


def _decoded(raw):
    """Text of a file: UTF-8 or UTF-16 by its mark, else UTF-8 if it is that, else the Chinese national standard."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")
