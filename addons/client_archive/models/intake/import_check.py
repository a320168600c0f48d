import hashlib

from odoo import models
from odoo.exceptions import UserError

from ...tools import filecheck, gate
from ...tools.intake import check, scans, template, workbook
from ...tools.intake import layout as sheets

# Scans are opened and looked through: so many dossiers of them a step.
_CHUNK = 20


class ArchiveImportBatch(models.Model):
    """The dry run. It writes what it found, and nothing of the archive."""

    _inherit = "archive.import.batch"

    def _check_next(self):
        if self.scan_position < 0:
            self._check_rows()
            return True
        if self._check_scans():
            return True
        self._move("checked", kind="state")
        return False

    # ------------------------------------------------------------------
    # Rows
    # ------------------------------------------------------------------
    def _check_rows(self):
        self._forget_check()
        file = self.sudo().file_ids.filtered(lambda rec: rec.kind == "workbook")[:1]  # sudo: see action_check
        try:
            with file._opened() as stream:
                tables = workbook.read(stream)
        except workbook.BadWorkbook as error:
            self._refuse(file._workbook_words(error.code, file.name))
            return
        checker = check.Checker(tables, self._known(tables)).run()
        self._match_scans(checker)
        # sudo: what the check found is written here alone
        records = self.env["archive.import.unit"].sudo().create([
            {
                "batch_id": self.id, "key": unit.key, "name": unit.name,
                "state": "blocked" if unit.faulty else "ready",
                "paper_count": len(unit.papers), "contact_count": len(unit.contacts),
                "scan_count": sum("scan_ref" in paper for paper in unit.papers),
                "payload": {"dossier": unit.dossier, "contacts": unit.contacts, "papers": unit.papers},
            }
            for unit in checker.units.values()])
        units = dict(zip(checker.units, records, strict=True))
        self.env["archive.import.fault"]._add(self, checker.faults, units)
        gate.opened(self).write({"scan_position": 0})

    def _refuse(self, words):
        """A workbook that cannot be read at all is one fault."""
        # sudo: as in _check_rows
        self.env["archive.import.fault"].sudo().create({
            "batch_id": self.id, "severity": "error", "sheet": sheets.DOSSIERS, "row": 0, "code": "workbook",
            "message": words})
        gate.opened(self).write({"scan_position": 0})

    # ------------------------------------------------------------------
    # Scans
    # ------------------------------------------------------------------
    def _match_scans(self, checker):
        """Note with each paper which member of which ZIP is its scan; list what fits no paper, or several."""
        files = self.sudo().file_ids.filtered(lambda rec: rec.kind == "scans")  # sudo: see action_check
        members, where = [], {}
        for file in files:
            with file._opened() as stream, scans.open_archive(stream) as archive:
                found, refused = scans.listing(archive)
            for member in found:
                where[len(members)] = (file.id, member.index)
                members.append(member._replace(index=len(members)))
            for name, code in refused:
                self._scan_fault(checker, code, name, [])
        papers = {
            (unit.key, position): paper
            for unit in checker.units.values() for position, paper in enumerate(unit.papers)}
        if not files and not any(paper["scan"] for paper in papers.values()):
            return
        matched, faults = scans.match(members, [
            scans.Wanted(
                ref, tuple(filter(None, (unit.dossier["number"], unit.dossier["name"]))), paper["code"],
                paper["reference"], paper["name"], paper["scan"])
            for ref, paper in papers.items() for unit in [checker.units[ref[0]]]])
        for name, code, refs in faults:
            self._scan_fault(checker, code, name, [(ref, papers[ref]) for ref in refs])
        for ref, member in matched.items():
            if "exists" not in papers[ref]:
                papers[ref]["scan_ref"] = [*where[member.index], member.file]

    @staticmethod
    def _scan_fault(checker, code, name, papers):
        """A fault of a file: at each paper it concerns, or at the ZIP."""
        for (unit_key, _position), paper in papers:
            checker.faults.append(check.Fault(sheets.PAPERS, paper["row"], "scan", code, name[:200], "", unit_key))
            checker.units[unit_key].faulty = True
        if not papers:
            checker.faults.append(check.Fault(sheets.SCANS, 0, "", code, name[:200]))

    def _check_scans(self):
        """Look through the scans of the next dossiers; tell whether there were any."""
        units = self.env["archive.import.unit"].sudo().search(  # sudo: as in _check_rows
            [("batch_id", "=", self.id), ("id", ">", self.scan_position), ("scan_count", ">", 0)], order="id",
            limit=_CHUNK)
        if not units:
            return False
        faults, records = [], {}
        for unit in units:
            found = self._check_scans_of(unit)
            if found:
                unit.state = "blocked"
                records[unit.key] = unit
                faults += found
        self.env["archive.import.fault"]._add(self, faults, records)
        gate.opened(self).write({"scan_position": units[-1].id})
        return True

    def _check_scans_of(self, unit):
        """Faults of the unit's scans; the pages of sound ones are noted where the workbook has none."""
        faults, seen = [], {}
        payload = unit.payload
        for paper, name, content in self._scans_of(payload["papers"]):
            code, detail = "scan_unreadable", ""
            if content is not None:
                sha256 = hashlib.sha256(content).hexdigest()
                checked = filecheck.check(name, content)
                code = self._scan_code(checked)
                if not code and sha256 in seen:
                    code, detail = "scan_same", str(seen[sha256])
                seen.setdefault(sha256, paper["row"])
                if not code and paper["pages"] is None:
                    paper["pages"] = checked.pages or None
            if code:
                faults.append(check.Fault(sheets.PAPERS, paper["row"], "scan", code, name, detail, unit.key))
        unit.payload = payload
        return faults

    @staticmethod
    def _scan_code(checked):
        if not isinstance(checked, filecheck.Finding):
            return None
        known = ("empty", "executable", "mismatch", "encrypted", "damaged")
        return f"scan_{checked.code}" if checked.code in known else "scan_refused"

    def _scans_of(self, papers):
        """Yield ``(paper, file name, bytes or None)`` of those with a scan, one in memory at a time."""
        by_file = {}
        for paper in papers:
            if "scan_ref" in paper:
                by_file.setdefault(paper["scan_ref"][0], []).append(paper)
        for file_id, mine in by_file.items():
            file = self.env["archive.import.file"].sudo().browse(file_id)  # sudo: the import reads its own files
            with file._opened() as stream, scans.open_archive(stream) as archive:
                for paper in mine:
                    yield paper, paper["scan_ref"][2], scans.content(archive, paper["scan_ref"][1])

    # ------------------------------------------------------------------
    # Workbooks to download
    # ------------------------------------------------------------------
    def _template(self):
        """The template as bytes, with the drop-downs of this company, in the user's language.

        :raises AccessError: for anybody but archivists
        """
        self._check_archivist()
        company = self.env.company
        categories = self.env["archive.category"].search([("child_ids", "=", False)])
        types = self.env["archive.document.type"].search([("active", "=", True)])
        places = self.env["archive.place"].search([("company_id", "=", company.id), ("kind", "!=", "room")])
        # sudo: as in _know_people
        users = self.env["res.users"].sudo().search([("share", "=", False), ("company_ids", "in", company.ids)])
        departments = self.env["hr.department"].sudo().search(  # sudo: as above
            [("company_id", "in", [company.id, False])])
        return template.write_template({
            "categories": [f"{category.code} {category.name}" for category in categories],
            "types": [f"{doc_type.code} {doc_type.name}" for doc_type in types],
            "managers": sorted(users.mapped("login")),
            "departments": departments.mapped("name"),
            "states": self.env["res.country.state"].search(
                [("country_id", "=", self.env.ref("base.cn").id)]).mapped("name"),
            "places": places.mapped("complete_name"),
        }, sheets.language(self.env.lang))

    def _marked_workbook(self):
        """The uploaded workbook with its faults marked, as ``(name, bytes)``; for who uploaded it alone.

        :raises UserError: when there is none
        """
        self._check_archivist()
        file = self.file_ids.filtered(lambda rec: rec.kind == "workbook")[:1]
        if not file:
            raise UserError(self.env._("There is no workbook of yours with this import."))
        faults = {}
        for fault in self.fault_ids:
            faults.setdefault(fault.sheet, {}).setdefault(fault.row, []).append((fault.column_key, fault.message))
        with file._opened() as stream:
            tables = workbook.read(stream)
            content = template.write_marked(stream, tables, faults, self.env._("What to Do"))
        return file.name, content
