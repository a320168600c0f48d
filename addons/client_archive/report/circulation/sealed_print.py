from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ...models.circulation.seal import COLOURS, VOID
from ...tools import pdf_renderer, round_seal, sealed_pdf, secrecy

# What is put together into one PDF stays in memory until it is sent.
_MOST_PAPERS = 200
_MOST_BYTES = 200 << 20
# An approval to copy, or to give outside, covers the print of what is classified (R53, R56).
_COPYING = ("copy", "external")
_A4 = (210 * sealed_pdf.POINTS_PER_MM, 297 * sealed_pdf.POINTS_PER_MM)


class ArchiveDocument(models.Model):
    """Papers printed with their seals: a copy on which the seals are drawn; the content itself stays as it is (R24)."""

    _inherit = "archive.document"

    def action_print_sealed(self):
        """Download the papers with their seals drawn on, as one PDF; see :meth:`_sealed_file`."""
        self._check_sealed_print()
        return {
            "type": "ir.actions.client", "tag": "client_archive_sealed", "params": {"docids": self.ids}}

    def _check_sealed_print(self):
        """:raises AccessError: for anybody but archivists, who open the content, within what is approved (R23, R53)
        :raises UserError: for no papers, or too many
        """
        if not self.env.user.has_group("client_archive.group_archivist"):
            raise AccessError(self.env._("Papers are copied by the archive: ask for a copy with a request."))
        self.check_access("read")
        if not self:
            raise UserError(self.env._("Choose what to print first."))
        if len(self) > _MOST_PAPERS:
            raise UserError(self.env._("At most %s papers are printed at once: choose fewer.", _MOST_PAPERS))
        classified = self.filtered(lambda document: (document.secrecy_level or secrecy.NONE) > secrecy.NONE)
        uncovered = classified - classified._approved_to_copy()
        if uncovered:
            raise AccessError(self.env._(
                "“%s” is classified: it is copied under an approved request to copy it, or to give it outside, and "
                "not otherwise.", uncovered[0].display_name))

    def _approved_to_copy(self):
        """Those of the papers that a request allows to copy today."""
        # sudo: an approval counts, whoever asked for it
        lines = self.env["archive.request.line"].sudo().search([
            ("document_id", "in", self.ids), ("request_id.kind", "in", _COPYING),
            ("request_id.state", "in", ("approved", "issued", "done")),
            ("request_id.valid_until", ">=", fields.Datetime.now())])
        return lines.document_id.sudo(self.env.su)

    def _sealed_contents(self):
        """Mapping of each paper to its newest content, none for papers without.

        :raises AccessError: for content that the current user may not open
        """
        Version = self.env["archive.version"]
        domain = [("document_id", "in", self.ids), ("erased", "=", False)]
        newest = {document: versions[0] for document, versions in Version.search(
            domain, order="document_id, number desc").grouped("document_id").items()}
        # sudo: only whether there is content that the user was not given
        held = Version.sudo().search(domain).document_id.with_env(self.env)
        closed = [document for document in self if document in held and document not in newest]
        if closed:
            raise AccessError(self.env._(
                "The content of “%s” is not open to you, so you cannot print it.", closed[0].display_name))
        return newest

    def _sealed_file(self):
        """One PDF of the papers with their seals: a temporary file, open at its beginning.

        The seals are on the back of the last page (R24); over each page of a void paper it says so (R27). The newest
        content is printed; what has no pages, as a recording, gives the page with its seals alone.

        :raises AccessError: as for :meth:`_check_sealed_print`, and for content that is closed to the user
        :raises UserError: for more than is printed at once
        """
        self._check_sealed_print()
        documents = self.with_context(lang=self.env.context.get("lang") or self.env.user.lang)
        contents = documents._sealed_contents()
        if sum(version.size for version in contents.values()) > _MOST_BYTES:
            raise UserError(self.env._(
                "The content of these papers is more than %s MB: print fewer at once.", _MOST_BYTES >> 20))
        over = any(document.is_void for document in documents) and documents._void_stencil()
        file = sealed_pdf.joined(
            (document.display_name, document._sealed_pdf(contents.get(document), over)) for document in documents)
        for version in contents.values():
            version._opened()
        self._journal("printed", after={"form": "Paper with Seals"})
        return file

    def _sealed_pdf(self, version, over, pages=None):
        """PDF (bytes) of one paper with its seals.

        :param pages: numbers of the pages of an excerpt, none for the whole paper
        """
        self.ensure_one()
        try:
            if version:
                content = self._printable(version)
                if pages:
                    content = sealed_pdf.excerpt(content, pages)
                return sealed_pdf.draw(content, self._seal_sheet, over=over if self.is_void else None)
        except sealed_pdf.NotPrintable:
            return self._seal_sheet(*_A4, unprintable=self.env._(
                "The file “%s” has no pages to print. These are the seals of the paper.", version.name))
        return self._seal_sheet(*_A4)

    def _printable(self, version):
        """Bytes of a PDF of the content."""
        # sudo: the file of a version that the user was given above
        content = version.sudo()._content_file().raw or b""
        kind = version._preview_kind()
        if kind == "pdf":
            return content
        if kind == "image" or version._media_type() == "image/tiff":
            return sealed_pdf.from_image(content)
        raise sealed_pdf.NotPrintable(version.name)

    # ------------------------------------------------------------------
    # What is drawn
    # ------------------------------------------------------------------
    def _seal_sheet(self, width, height, unprintable=None):
        """PDF (bytes) of the back of this paper: its seals.

        :param width: of the page, in points; ``height`` likewise
        :param unprintable: words on why the sheet stands alone
        """
        return self._sheet_pdf("client_archive.seal_sheet", {
            "document": self, "seals": [self._drawn_seal(seal) for seal in self.seal_ids.sorted("id")],
            "page_width": round(width / sealed_pdf.POINTS_PER_MM, 2),
            "page_height": round(height / sealed_pdf.POINTS_PER_MM, 2), "unprintable": unprintable})

    def _void_stencil(self):
        """PDF (bytes) of the word that is drawn over void papers: one square page."""
        word = self._seal_words()[VOID]
        return self._sheet_pdf("client_archive.void_stencil", {
            "word": word, "size": min(70, 150 / max(round_seal.width(word), 1))})

    def _sheet_pdf(self, template, values):
        return pdf_renderer.pdf(self.env["ir.qweb"]._render(template, values))

    def _seal_words(self):
        return dict(self.env["archive.seal"]._fields["kind"]._description_selection(self.env))

    def _drawn_seal(self, seal):
        """What the sheet says of one seal, and where the parts of the drawing are."""
        word, day = self._seal_words()[seal.kind], fields.Datetime.context_timestamp(seal, seal.date).date()
        foot = self.env._("Archive Seal")
        return {
            "word": word, "word_size": round_seal.word_size(word),
            "colour": {"red": "#c8102e", "blue": "#1d4fa3"}[COLOURS[seal.kind]],
            "glyphs": round_seal.name_on_arc(seal.company_id.sudo().name),  # sudo: its name is on every form
            "day": day.strftime("%Y.%m.%d"), "day_size": round_seal.small_size(f"{day:%Y.%m.%d}"),
            "foot": foot, "foot_size": round_seal.small_size(foot),
            "place": seal.place or "", "note": seal.note, "who": seal.user_id.sudo().name,  # sudo: who stamped it
            "version": seal.version_number and self.env._("Version %s", seal.version_number),
        }

    # ------------------------------------------------------------------
    # On lists
    # ------------------------------------------------------------------
    def _slip_title(self):
        """Title of the paper on a request slip, which says when it is void."""
        self.ensure_one()
        return self.env._("%s (void)", self.name) if self.is_void else self.name

    def _seal_remark(self):
        """The seals in words, each with its last day; what is void without a seal is so as well."""
        self.ensure_one()
        words = self._seal_words()
        last = {seal.kind: seal.date for seal in self.seal_ids.sorted("id") if not seal.version_number}
        stamped = [f"{words[kind]} {fields.Datetime.context_timestamp(self, last[kind]):%Y%m%d}"
                   for kind in COLOURS if kind in last]
        if self.is_void and VOID not in last:
            stamped.append(words[VOID])
        return "; ".join(stamped)
