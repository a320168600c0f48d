import base64
import tempfile
import zipfile

from odoo import models
from odoo.exceptions import AccessError, UserError

from ...tools import file_name, secrecy


class ArchiveDossier(models.Model):
    """A dossier as a ZIP file, in folders and names by the one rule (R86).

    Taking a whole dossier out is more than reading it: it is for the archive and the account manager, and a grant to
    read is not enough. What the user may not open, and what is classified, stays: copies of it need the general
    manager (R53). The list of contents in the file tells which papers these are.
    """

    _inherit = "archive.dossier"

    def action_export(self):
        """Download the dossier as a ZIP file.

        :raises AccessError: for anybody but the archive and the account manager
        :raises UserError: when there is nothing that the user may take out
        """
        self.ensure_one()
        self._exported_versions()
        return {"type": "ir.actions.client", "tag": "client_archive_export", "params": {"dossier_id": self.id}}

    def _check_export(self):
        self.check_access("read")
        if not self.env.user.has_group("client_archive.group_archivist") and self.env.user != self.user_id:
            raise AccessError(self.env._(
                "A whole dossier is exported by the archive or by %s, its account manager. Ask for copies of single "
                "papers instead.", self.user_id.name))

    def _exported_versions(self):
        """The last version of each paper that the user may open and that is not classified."""
        self._check_export()
        versions = self.env["archive.version"].search(
            [("document_id.dossier_id", "=", self.id), ("erased", "=", False),
             ("document_id.secrecy_level", "=", secrecy.NONE)], order="document_id, number desc")
        last = versions.browse(group[0].id for group in versions.grouped("document_id").values())
        if not last:
            raise UserError(self.env._("%s holds no content that you may take out.", self.display_name))
        return last

    def _export(self):
        """The ZIP file (open at its beginning) and its name; journaled with every paper in it.

        :raises AccessError: as :meth:`action_export`
        """
        versions = self._exported_versions()
        folder = file_name.name(self.number, self.partner_id.name, self.opened_on)
        file = tempfile.TemporaryFile()  # noqa: SIM115 whoever asked for it closes it
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for path, version in self._export_paths(versions):
                archive.writestr(f"{folder}/{path}", base64.b64decode(version.content))
                # One scan in memory at a time.
                version.invalidate_recordset(["content"])
            self._export_contents(archive, folder)
        file.seek(0)
        self._journal(
            "dossier_exported", after={"papers": versions.document_id.mapped("code"), "file": f"{folder}.zip"})
        versions._journal("content_opened", after={"export": f"{folder}.zip"})
        return file, f"{folder}.zip"

    def _export_paths(self, versions):
        """Pairs of the path in the ZIP file and the version: a folder for each kind of paper, names unique in it."""
        folders = {}
        for version in versions.sorted(lambda row: (row.document_id.item_number or float("inf"), row.id)):
            kind = version.document_id.type_id
            kind = kind.parent_id or kind
            folder = file_name.name(kind.code, kind.name)
            unique = folders.setdefault(folder, file_name.Unique())
            yield f"{folder}/{unique(version.file_name)}", version.with_context(bin_size=False)

    def _export_contents(self, archive, folder):
        """Hook: the list of contents goes with the papers."""
