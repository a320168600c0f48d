import psycopg2
from psycopg2 import errors

from odoo import fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools import gate
from ...tools.intake.check import Known, contact_key, paper_key
from ...tools.intake.values import code

# Dossiers a step: created together, in as many queries as one.
_CHUNK = 40
_QUIET = {"tracking_disable": True, "mail_create_nosubscribe": True, "mail_create_nolog": True}
_ROLES = {"main": 0, "annex": 1, "print": 2}
# What refuses a dossier; a lost race is none, it is run again.
_REFUSALS = (UserError, ValidationError, errors.IntegrityError, errors.DataError)


class ArchiveImportBatch(models.Model):
    """Importing what the dry run found sound.

    Papers of an existing archive are shelved already: they come in as filed, with the code, place and day they have.
    They take no seal here: theirs is on their back.
    """

    _inherit = "archive.import.batch"

    def _import_next(self):
        """Import the next dossiers; tell whether there may be more."""
        # sudo: units are written here alone
        units = self.env["archive.import.unit"].sudo()._take(self, "ready", _CHUNK)
        if units:
            self._import_or_refuse(units)
            return True
        if not self.env["archive.import.unit"].sudo().search_count(  # sudo: as above
                [("batch_id", "=", self.id), ("state", "=", "ready")], limit=1):
            self._finish()
        return False

    def _finish(self):
        self._lock()
        self.invalidate_recordset(["state"])
        if self.state != "importing":
            return
        self._move("done", finished_on=fields.Datetime.now())
        if not self.failed_count:
            self.sudo().file_ids._remove()  # sudo: what was imported need not lie about

    def _import_or_refuse(self, units):
        """Import ``units`` together; when that fails, one by one, and refuse those that fail."""
        try:
            with self.env.cr.savepoint():
                self._import_units(units)
        except _REFUSALS as error:
            if len(units) == 1:
                self._refuse_unit(units, error)
                return
            for unit in units:
                self._import_or_refuse(unit)

    def _refuse_unit(self, unit, error):
        words = str(error) if isinstance(error, UserError) else self.env._(
            "The database refused it: %s", (error.diag.message_primary if isinstance(error, psycopg2.Error) else error))
        unit.write({"state": "failed", "message": words})
        # sudo: faults are written by the import alone
        self.env["archive.import.fault"].sudo().create({
            "batch_id": self.id, "unit_id": unit.id, "severity": "error", "sheet": "dossiers",
            "row": unit.payload["dossier"]["row"], "code": "refused",
            "message": self.env["archive.import.fault"]._words()["refused"] % {"detail": words}})

    # ------------------------------------------------------------------
    # A step
    # ------------------------------------------------------------------
    def _import_units(self, units):
        """Make customers, dossiers, contacts and papers of ``units``; what is there already is found, not made."""
        loads = {unit: unit.payload for unit in units}
        known = self._known_now(loads.values())
        made = []
        partners = self._make_customers(loads, known, made)
        dossiers = self._make_dossiers(loads, partners, known, made)
        self._make_contacts(loads, partners, known, made)
        documents = self._make_papers(loads, dossiers, known, made)
        self._shelve_papers(loads, documents)
        versions = self._add_scans(loads, documents)
        self._record(made, versions)
        for unit in units:
            unit.write({"state": "imported", "payload": False, "dossier_id": dossiers[unit].id})

    def _known_now(self, loads):
        """What the archive knows of these dossiers at this moment; the check was a while ago."""
        known = Known(today=self._archive_day(), china=self.env.ref("base.cn").id)
        rows = [load["dossier"] for load in loads]
        self._know_customers(known, {row["vat"] for row in rows}, {row["name"] for row in rows})
        self._know_dossiers(known, {row["number"] for row in rows})
        self._know_papers(known, {paper["code"] for load in loads for paper in load["papers"]})
        return known

    def _make_customers(self, loads, known, made):
        partners, missing = {}, {}
        for unit, load in loads.items():
            row = load["dossier"]
            found = row.get("partner_id") if row.get("dossier_id") else self._customer_of(row, known)
            if found:
                partners[unit] = self.env["res.partner"].browse(found)
            else:
                missing[unit] = row
        # sudo: archivists do not keep contacts; those of an existing archive come with it
        created = self.env["res.partner"].sudo().with_context(**_QUIET).create([
            {
                "name": row["name"], "is_company": row["is_company"], "vat": row["vat"] or False,
                "country_id": row["country_id"], "state_id": row["state_id"], "user_id": row["user_id"],
                **{name: row[name] or False for name in ("city", "street", "phone", "email")},
            }
            for row in missing.values()])
        for unit, partner in zip(missing, created, strict=True):
            partners[unit] = partner.sudo(False)
            made.append((unit, partner, missing[unit]["row"], None))
        return partners

    def _customer_of(self, row, known):
        found = known.partners_by_code.get(row["vat"]) if row["vat"] else None
        found = found or {
            partner for partner, (name, _vat) in known.partner_info.items() if name == row["name"]}
        if len(found) > 1:
            raise UserError(self.env._("Several customers are called “%s” by now: check again.", row["name"]))
        return next(iter(found), None)

    def _make_dossiers(self, loads, partners, known, made):
        dossiers, missing = {}, {}
        for unit, load in loads.items():
            existing = known.dossiers_by_partner.get(partners[unit].id)
            if existing:
                dossiers[unit] = self.env["archive.dossier"].browse(existing)
                self._check_existing(dossiers[unit], load["dossier"])
            else:
                missing[unit] = load["dossier"]
        created = gate.opened(self.env["archive.dossier"]).with_context(**_QUIET).create([
            {
                "partner_id": partners[unit].id, "company_id": self.company_id.id, "category_id": row["category_id"],
                "user_id": row["user_id"], "secrecy_level": row["secrecy_level"], "state": "open",
                "number": row["number"] or False, "opened_on": row["opened_on"], "note": row["note"] or False,
                "import_batch_id": self.id,
                **({"department_id": row["department_id"]} if row["department_id"] else {}),
            }
            for unit, row in missing.items()])
        for unit, dossier in zip(missing, gate.closed(created), strict=True):
            if not dossier.number:
                number = self.env["archive.number.rule"]._next_number(dossier)
                gate.opened(dossier).write({"number": number})
            dossiers[unit] = dossier
            made.append((unit, dossier, missing[unit]["row"], None))
        return dossiers

    def _check_existing(self, dossier, row):
        if dossier.state != "open":
            raise UserError(self.env._("The dossier %s is not open by now.", dossier.display_name))
        if row["number"] and row["number"] != code(dossier.number or ""):
            raise UserError(self.env._("The customer has another dossier by now: %s.", dossier.display_name))

    def _make_contacts(self, loads, partners, known, made):
        rows = []
        for unit, load in loads.items():
            seen = set(known.contacts.get(partners[unit].id, ()))
            for row in load["contacts"]:
                key = contact_key(row["name"], row["phone"])
                if key not in seen:
                    seen.add(key)
                    rows.append((unit, row, key))
        # sudo: as for customers
        created = self.env["res.partner"].sudo().with_context(**_QUIET).create([
            {
                "parent_id": partners[unit].id, "type": "contact", "name": row["name"],
                "comment": row["note"] or False,
                **{name: row[name] or False for name in ("function", "phone", "email")},
            }
            for unit, row, _key in rows])
        for (unit, row, _key), contact in zip(rows, created, strict=True):
            made.append((unit, contact, row["row"], f"contact|{partners[unit].id}|{_key}"))

    # ------------------------------------------------------------------
    # Papers
    # ------------------------------------------------------------------
    def _make_papers(self, loads, dossiers, known, made):
        """Mapping of ``(unit, row)`` to its paper, new ones alone; main papers are made before what hangs on them."""
        keys = self._keys_made(dossiers.values())
        found, fresh = {}, []
        for unit, load in loads.items():
            dossier = dossiers[unit]
            existing = {key: paper_id for paper_id, *names, _role in known.papers.get(dossier.id, ())
                        for key in (names[0] and f"code|{names[0]}", paper_key("", *names[1:])) if key}
            for paper in load["papers"]:
                key = paper_key(paper["code"], paper["reference"], paper["name"], paper["date"])
                here = existing.get(key) or keys.get(f"paper|{dossier.id}|{key}")
                if here:
                    found[unit, paper["row"]] = self.env["archive.document"].browse(here)
                else:
                    fresh.append((unit, paper, key))
        numbers = self._number_papers(fresh, dossiers)
        made_papers = {}
        for is_main in (True, False):
            rows = [entry for entry in fresh if (entry[1]["role"] == "main") == is_main]
            created = gate.opened(self.env["archive.document"]).with_context(**_QUIET).create([
                self._paper_values(unit, paper, dossiers[unit], numbers[unit, paper["row"]], {**found, **made_papers})
                for unit, paper, _key in rows])
            for (unit, paper, key), document in zip(rows, gate.closed(created), strict=True):
                made_papers[unit, paper["row"]] = document
                made.append((unit, document, paper["row"], f"paper|{dossiers[unit].id}|{key}"))
        return made_papers

    def _keys_made(self, dossiers):
        """Papers that earlier imports made in ``dossiers``, whatever they are called by now."""
        # sudo: as for units
        records = self.env["archive.import.record"].sudo().search_fetch(
            [("unit_id.dossier_id", "in", [dossier.id for dossier in dossiers]), ("state", "!=", "undone"),
             ("res_model", "=", "archive.document")], ["key", "res_id"])
        alive = set(self.env["archive.document"].sudo().browse(records.mapped("res_id")).exists().ids)
        return {record.key: record.res_id for record in records if record.res_id in alive}

    def _number_papers(self, fresh, dossiers):
        """Item number and archival code of each new paper, in the order of the volume (R13, R14)."""
        ids = [dossier.id for dossier in dossiers.values()]
        # sudo: numbers count every paper of the volume
        last = dict(self.env["archive.document"].sudo()._read_group(
            [("dossier_id", "in", ids)], ["dossier_id"], ["item_number:max"]))
        taken = set(self.env["archive.document"].sudo().search_fetch(
            [("dossier_id", "in", ids), ("code", "!=", False)], ["code"]).mapped("code"))
        taken |= {paper["code"] for _unit, paper, _key in fresh if paper["code"]}
        numbers, counters = {}, {}
        for unit, paper in self._in_order(fresh):
            dossier = dossiers[unit]
            number = counters[dossier] = counters.get(dossier, last.get(dossier) or 0) + 1
            own_code = paper["code"]
            while not own_code:
                candidate = f"{dossier.number}-{number:03}"
                if candidate not in taken:
                    own_code = candidate
                else:
                    number = counters[dossier] = number + 1
            taken.add(own_code)
            numbers[unit, paper["row"]] = (number, own_code)
        return numbers

    @staticmethod
    def _in_order(fresh):
        mains = {(unit, paper["row"]): paper for unit, paper, _key in fresh if paper["role"] == "main"}

        def place(entry):
            unit, paper = entry
            kind, ref = paper.get("main_ref") or ("row", paper["row"])
            main = mains.get((unit, ref), paper) if kind == "row" else paper
            return unit.id, main["date"], main["row"], _ROLES[paper["role"]], paper["date"], paper["row"]
        return sorted(((unit, paper) for unit, paper, _key in fresh), key=place)

    def _paper_values(self, unit, paper, dossier, number, papers):
        kind, ref = paper.get("main_ref") or (None, False)
        main_id = papers[unit, ref].id if kind == "row" else ref
        return {
            "dossier_id": dossier.id, "state": "filed", "item_number": number[0], "code": number[1],
            "received_on": paper["received_on"] or self._archive_day(),
            "main_id": main_id, "import_batch_id": self.id,
            "page_count": 1 if paper["pages"] is None else paper["pages"],
            **{name: paper[name] for name in ("type_id", "name", "date", "is_original", "role", "secrecy_level")},
            **{name: paper[name] or False for name in ("reference", "author", "original_location", "remarks")},
        }

    def _shelve_papers(self, loads, documents):
        """Put papers where the workbook says they are, by the rules of shelving (R6, R52, R124)."""
        places = {}
        for unit, load in loads.items():
            for paper in load["papers"]:
                document = documents.get((unit, paper["row"]))
                if document and paper["place_id"]:
                    key = (paper["place_id"], document.dossier_id)
                    places[key] = places.get(key, document.browse()) | document
        for (place_id, _dossier), papers in places.items():
            papers._shelve(self.env["archive.place"].browse(place_id))

    def _add_scans(self, loads, documents):
        """Add the scans by the door of every upload; return how many each paper got.

        :raises UserError: for a scan that does not come in
        """
        counts = {}
        for unit, load in loads.items():
            for paper, name, content in self._scans_of([
                    paper for paper in load["papers"] if (unit, paper["row"]) in documents]):
                document = documents[unit, paper["row"]]
                if content is None:
                    raise UserError(self.env._("“%s” is damaged in the ZIP.", name))
                self.env["archive.version"]._add(document, name, content)
                counts[document] = 1
        return counts

    # ------------------------------------------------------------------
    # What was made
    # ------------------------------------------------------------------
    def _record(self, made, versions):
        """Journal what was made, last of all: what is journaled of a record afterwards has touched it."""
        events = {}
        for model in ("archive.dossier", "archive.document"):
            records = self.env[model].browse(record.id for _unit, record, _row, _key in made if record._name == model)
            logged = self.env["archive.event"]._log("imported", records, note=self.name)
            events.update(((model, event.res_id), event.id) for event in logged)
        # sudo: as for units
        self.env["archive.import.record"].sudo().create([
            {
                "batch_id": self.id, "unit_id": unit.id, "name": record.sudo().display_name,
                "res_model": record._name, "res_id": record.id, "row": row, "key": key,
                "version_count": versions.get(record, 0), "event_id": events.get((record._name, record.id), 0),
            }
            for unit, record, row, key in made])
