import tempfile
from functools import lru_cache

from odoo import models

from ...tools import drawing, pdf_renderer


class ArchiveVersion(models.Model):
    """Content drawn page by page, for readers who get no file."""

    _inherit = "archive.version"

    def _drawn_as(self):
        """Whether it is drawn as ``pdf``, as ``image``, or not at all."""
        kind = self._preview_kind()
        return "image" if self._media_type() == "image/tiff" else kind if kind in ("pdf", "image") else None

    def _drawn_pages(self):
        """Number of pages that can be shown.

        :raises drawing.Undrawable: for content without pages, or damaged
        """
        return self._with_file(drawing.count)

    def _draw_page(self, number, mark):
        """Picture (bytes) and media type of page ``number``, with ``mark`` (HTML) all over it.

        :raises drawing.Undrawable: as :meth:`_drawn_pages`, and where there is no such page
        """
        return self._with_file(drawing.page, number, _mark_pdf(mark))

    def _with_file(self, draw, *args):
        kind = self._drawn_as()
        if not kind:
            raise drawing.Undrawable("kind")
        file = self._content_file()
        if file.store_fname:
            return draw(file._full_path(file.store_fname), kind, *args)
        with tempfile.NamedTemporaryFile() as copy:  # content that is kept in the database
            copy.write(file.raw or b"")
            copy.flush()
            return draw(copy.name, kind, *args)

    def _undrawable_words(self, code):
        return {
            "kind": self.env._("This kind of file is not shown on screen. Ask to consult the paper in the archive."),
            "damaged": self.env._(
                "The file is damaged and cannot be shown. Tell the archive, and consult the paper there."),
            "slow": self.env._("This page takes too long to draw. Consult the paper in the archive."),
            "page": self.env._("The paper has no such page."),
        }[code]


@lru_cache(maxsize=64)
def _mark_pdf(html):
    return pdf_renderer.pdf(html)
