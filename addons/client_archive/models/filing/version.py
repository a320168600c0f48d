import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools import filecheck, gate


class ArchiveVersion(models.Model):
    """One version of a paper's content. Content is added, never overwritten, and only destruction erases it."""

    _name = "archive.version"
    _inherit = ["archive.sealed.mixin", "archive.journal.mixin"]
    _description = "Content of a Paper"
    _order = "document_id, number desc"

    document_id = fields.Many2one(
        "archive.document", string="Paper", required=True, readonly=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="document_id.company_id", store=True, index=True)
    number = fields.Integer(string="Version", readonly=True, required=True)
    name = fields.Char(string="File Name", required=True, readonly=True)
    content = fields.Binary(attachment=True, readonly=True)
    size = fields.Integer(string="Bytes", readonly=True)
    page_count = fields.Integer(string="Pages", readonly=True)
    mimetype = fields.Char(string="Media Type", readonly=True)
    sha256 = fields.Char(string="SHA-256", size=64, readonly=True, index=True)
    erased = fields.Boolean(readonly=True)
    content_allowed = fields.Boolean(
        compute="_compute_content_allowed", search="_search_content_allowed", compute_sudo=True,
        help="Whether the current user may open this content.")

    _number_uniq = models.UniqueIndex("(document_id, number)", "This paper already has a version of that number.")

    # ------------------------------------------------------------------
    # Who may open it (invariant 4). A record rule asks for content_allowed; unlike a
    # rule's own domain, a search method is not cached, so grants end when they end.
    # ------------------------------------------------------------------
    @api.model
    def _content_domain(self):
        """Versions that the current user may open: need to know, and cleared."""
        return self._need_to_know_domain() & self._clearance_domain()

    @api.model
    def _need_to_know_domain(self):
        """The archive's staff, and the account manager for the own customers (R51)."""
        if self.env.user.has_group("client_archive.group_archivist"):
            return Domain.TRUE
        return Domain("document_id.user_id", "=", self.env.uid)

    @api.model
    def _clearance_domain(self):
        """What the reader's clearance covers; secrecy narrows it."""
        return Domain.TRUE

    @api.depends_context("uid")
    @api.depends("document_id")
    def _compute_content_allowed(self):
        allowed = self.filtered_domain(self._content_domain())
        for version in self:
            version.content_allowed = version in allowed

    @api.model
    def _search_content_allowed(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = Domain.OR(self._content_domain() if wanted else ~self._content_domain() for wanted in value)
        return domain

    # ------------------------------------------------------------------
    # CRUD: behind the gate only
    # ------------------------------------------------------------------
    def _sealed_words(self):
        return self.env._("Content comes in by uploading it to its paper, and is never changed.")

    def _kept_words(self):
        return self.env._("Content is never deleted: destruction erases it and leaves its stub.")

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        """But for the content of a paper that never came to the archive, when that paper is deleted."""
        documents = self.sudo().document_id  # sudo: as in the rule
        if not gate.is_open(self.env) or any(document.state != "draft" for document in documents):
            super()._unlink_never()

    # ------------------------------------------------------------------
    # Coming in
    # ------------------------------------------------------------------
    @api.model
    def _add(self, document, name, content):
        """Add ``content`` (bytes) as the next version of ``document``; return the version.

        :raises ValidationError: for a file that must not come in, saying what is wrong with it
        :raises UserError: for a paper that is past handing over, unless an archivist adds it
        """
        document.check_access("write")
        if document.state == "destroyed":
            raise UserError(self.env._("“%s” is destroyed and takes no content.", document.name))
        if document.state != "draft" and not self.env.su \
                and not self.env.user.has_group("client_archive.group_archivist"):
            raise UserError(self.env._(
                "“%s” was handed over: the archive adds content to it, or returns it to be completed.", document.name))
        document.with_env(self.env)._check_designated("making")
        checked = self._check_file(document.company_id, name, content)
        sha256 = hashlib.sha256(content).hexdigest()
        self._check_twice(document, name, sha256)
        document._lock()
        # sudo: versions are written here alone, after the check on the paper
        siblings = self.sudo().search([("document_id", "=", document.id)], order="number desc", limit=1)
        # Odoo shrinks large images on the way in: what is sealed must be what was scanned.
        version = gate.opened(self.sudo()).with_context(image_no_postprocess=True).create({
            "document_id": document.id,
            "number": siblings.number + 1,
            "name": name,
            "content": base64.b64encode(content),
            "size": len(content),
            "page_count": checked.pages,
            "mimetype": checked.mimetype,
            "sha256": sha256,
        })
        if checked.pages and document.state == "draft":
            document.page_count = checked.pages
        version._journal("content_added", after={
            **version._file_facts(), "sha256": sha256, "bytes": len(content)})
        return self.browse(version.id)

    def _file_facts(self):
        """Hook: what the journal keeps of the file's name."""
        return {"file": self.sudo().name}  # sudo: who adds content need not open it

    @api.model
    def _check_file(self, company, name, content):
        """What the file is.

        :raises ValidationError: for a file that must not come in, saying what is wrong with it
        """
        megabytes = company.sudo().archive_file_limit  # sudo: the limit holds for whoever brings a file
        checked = filecheck.check(name, content, limit=megabytes << 20)
        if isinstance(checked, filecheck.Finding):
            raise ValidationError(self._refusal(checked.code, name, megabytes))
        return checked

    @api.model
    def _refusal(self, code, name, megabytes):
        return {
            "empty": self.env._("“%s” is empty: scan or export it again.", name),
            "executable": self.env._("“%s” is a program, whatever its name says. Programs do not enter the archive.",
                                     name),
            "mismatch": self.env._("“%s” is not what its ending says. Open it, and save it in its own format.", name),
            "encrypted": self.env._(
                "“%s” is protected by a password: nobody could read it in ten years. Remove the password first.",
                name),
            "damaged": self.env._("“%s” is damaged and cannot be opened: scan or export it again.", name),
            "macro": self.env._(
                "“%s” contains macros, which are programs: save it without them, or as a PDF.", name),
            "bomb": self.env._(
                "“%s” would unpack to far more than it is worth keeping, as files made to do harm do. Send what is in "
                "it instead.", name),
            "wrapped": self.env._(
                "“%s” is a wrapping that only Outlook opens. Send the files themselves, or have Outlook send in HTML.",
                name),
            "too_big": self.env._(
                "“%(file)s” is larger than %(limit)s MB: scan it at a lower resolution, or split it.",
                file=name, limit=megabytes),
        }[code]

    @api.model
    def _check_twice(self, document, name, sha256):
        """Refuse the same scan in one dossier; in another of the company it is flagged, see ``twin_ids`` of the paper.

        :raises ValidationError: naming the paper that has it, if the user may see that
        """
        # sudo: the same scan is refused even where the reader may not open the other one
        twin = self.sudo().search(
            [("sha256", "=", sha256), ("erased", "=", False), ("document_id.dossier_id", "=", document.dossier_id.id)],
            limit=1).document_id.sudo(self.env.su)
        if not twin:
            return
        if twin.has_access("read"):
            raise ValidationError(self.env._(
                "“%(file)s” is already in this dossier, as “%(paper)s”. Nothing was added.",
                file=name, paper=twin.display_name))
        raise ValidationError(self.env._("“%s” is in the archive already. Nothing was added.", name))

    # ------------------------------------------------------------------
    # Going out
    # ------------------------------------------------------------------
    def _erase(self):
        """Erase the bytes and keep the stub. Only destruction calls it (invariant 6)."""
        versions = gate.opened(self.sudo())  # sudo: the batch that calls it was approved
        versions.write({"content": False, "erased": True})
        self._journal("content_erased", before=lambda version: {"sha256": version.sha256, "bytes": version.size})
