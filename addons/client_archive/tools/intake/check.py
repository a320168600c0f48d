"""The dry run: every row judged against the archive, without touching it.

How it works: :class:`Checker` takes the tables of the workbook and what the archive knows (:class:`Known`), and leaves
:class:`Unit` objects, one for each dossier with its papers and contacts, and :class:`Fault` objects with a code. The
words for a code are the caller's.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from stdnum.cn import uscc

from . import layout
from .layout import CONTACTS, DOSSIERS, PAPERS
from .values import UNCACHED, code, fold, text, to_date, to_integer

# Codes that tell and do not stop.
NOTES = frozenset({"exists", "paper_exists", "contact_exists", "name_differs", "scan_unmatched"})
_ERRORS = ("#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!")
_LARGEST = 100_000


class Fault(NamedTuple):
    """What is wrong: ``row`` 0 is the sheet itself, ``key`` the column, ``detail`` what the words need besides."""

    sheet: str
    row: int
    key: str
    code: str
    value: str = ""
    detail: str = ""
    unit: str = ""


@dataclass
class Place:
    """A place in the archive: ``room_left`` is ``None`` without a limit, ``owners`` are dossiers that own the box."""

    is_safe: bool
    is_box: bool
    room_left: int
    owners: set


@dataclass
class Known:
    """What the archive knows. Names and codes are folded; each leads to the set of ids it may mean."""

    today: object
    cleared: str = "0"
    categories: dict = field(default_factory=dict)
    parents: set = field(default_factory=set)  # folded names of categories that are not of the last level
    types: dict = field(default_factory=dict)
    type_info: dict = field(default_factory=dict)  # id → (default level, is a title)
    managers: dict = field(default_factory=dict)
    departments: dict = field(default_factory=dict)
    china: int = 0
    countries: dict = field(default_factory=dict)
    states: dict = field(default_factory=dict)
    places: dict = field(default_factory=dict)
    place_info: dict = field(default_factory=dict)
    partners_by_code: dict = field(default_factory=dict)  # credit code → {partner id}
    partners_by_name: dict = field(default_factory=dict)
    partner_info: dict = field(default_factory=dict)  # id → (name, credit code)
    codeless: set = field(default_factory=set)  # partners whose missing or wrong credit code forbids a dossier (R79)
    dossiers_by_number: dict = field(default_factory=dict)  # number → dossier id
    dossiers_by_partner: dict = field(default_factory=dict)
    dossier_info: dict = field(default_factory=dict)  # id → (number, partner id, state, level)
    papers: dict = field(default_factory=dict)  # dossier id → [(id, code, reference, title, date, role)]
    codes: dict = field(default_factory=dict)  # archival code → dossier id
    contacts: dict = field(default_factory=dict)  # partner id → {contact key}


@dataclass
class Unit:
    """A dossier to come in, whole or not at all."""

    key: str
    name: str
    dossier: dict
    contacts: list = field(default_factory=list)
    papers: list = field(default_factory=list)
    faulty: bool = False


def paper_key(code_, reference, title, date):
    """Two papers of a dossier with one key are the same paper."""
    return code_ and f"code|{code_}" or f"{fold(reference)}|{fold(title)}|{date}"


def contact_key(name, phone):
    digits = "".join(char for char in fold(phone) if char.isdigit())
    return f"{fold(name)}|{digits[-11:]}"


class Checker:
    """One dry run; read :attr:`units` and :attr:`faults` after :meth:`run`."""

    def __init__(self, tables, known):
        self.tables = tables
        self.known = known
        self.units = {}
        self.faults = []
        self._aliases = {}  # what papers may call a dossier → key of its unit
        self._codes = {}
        self._filled = {}  # place id → papers that this workbook puts there
        self._boxes = {}

    def run(self):
        for sheet in layout.SHEETS:
            table = self.tables.get(sheet.key)
            for key in table.missing if table else ():
                self._fault(sheet.key, table.head_row, key, "column")
        if DOSSIERS not in self.tables and PAPERS not in self.tables:
            self._fault(DOSSIERS, 0, "", "sheet")
        for sheet, check in ((DOSSIERS, self._dossier), (PAPERS, self._paper), (CONTACTS, self._contact)):
            if sheet in self.tables and not self.tables[sheet].missing:
                for number, cells in self._rows(sheet):
                    check(number, cells)
        for unit in self.units.values():
            self._check_mains(unit)
        for fault in self.faults:
            if fault.unit and fault.code not in NOTES:
                self.units[fault.unit].faulty = True
        return self

    # ------------------------------------------------------------------
    # Cells
    # ------------------------------------------------------------------
    def _fault(self, sheet, row, key, code_, value="", detail="", unit=""):
        self.faults.append(Fault(sheet, row, key, code_, text(value)[:200], detail, unit))

    def _rows(self, key):
        sheet = layout.BY_KEY[key]
        for number, cells in self.tables[key].rows:
            texts = {name: text(value) for name, value in cells.items() if text(value)}
            if not layout.is_example(sheet, {**texts, **_dates_as_text(cells)}):
                yield number, cells

    def _read(self, sheet, row, cells):
        """The row's values by column, and its faults ``[(key, code, value, detail)]``."""
        values, faults = {}, []
        for column in layout.BY_KEY[sheet].columns:
            cell = cells.get(column.key)
            written = text(cell)
            if cell is UNCACHED or written in _ERRORS:
                faults.append((column.key, "formula", written, ""))
            elif not written:
                if column.required:
                    faults.append((column.key, "required", "", ""))
            elif len(written) > column.limit:
                faults.append((column.key, "long", written, str(column.limit)))
            else:
                self._convert(column, cell, values, faults)
        return values, faults

    def _convert(self, column, cell, values, faults):
        written = text(cell)
        try:
            if column.kind == "date":
                values[column.key] = to_date(cell)
                if values[column.key] > self.known.today:
                    faults.append((column.key, "future", written, ""))
            elif column.kind == "integer":
                values[column.key] = to_integer(cell)
                if not 0 <= values[column.key] <= _LARGEST:
                    faults.append((column.key, "pages", written, ""))
            elif column.kind == "choice":
                values[column.key] = layout.choice(column.choices, written)
                if values[column.key] is None:
                    faults.append((column.key, "choice", written, " / ".join(
                        f"{en} {zh}" for _value, en, zh in layout.CHOICES[column.choices])))
            else:
                values[column.key] = written
        except ValueError:
            faults.append((column.key, "date" if column.kind == "date" else "integer", written, ""))

    def _look_up(self, values, faults, key, known):
        """The one id that a cell means; a fault ``<key>`` for none and ``<key>_ambiguous`` for several."""
        written = values.get(key)
        if not written:
            return None
        ids = known.get(fold(written))
        if ids is None and key in ("category", "type"):  # drop-downs show code and name
            ids = known.get(fold(written.split(" ")[0]))
        ids = ids or set()
        if len(ids) == 1:
            return next(iter(ids))
        faults.append((key, f"{key}_ambiguous" if ids else key, written, ""))
        return None

    def _report(self, sheet, row, faults, unit=""):
        for key, code_, value, detail in faults:
            self._fault(sheet, row, key, code_, value, detail, unit)

    # ------------------------------------------------------------------
    # Dossiers
    # ------------------------------------------------------------------
    def _dossier(self, row, cells):
        known = self.known
        values, faults = self._read(DOSSIERS, row, cells)
        credit_code = code(values.get("uscc"))
        number = code(values.get("number"))
        is_company = (values.get("kind") or "company") == "company"
        country = self._look_up(values, faults, "country", known.countries) or known.china
        if is_company and country == known.china:
            _check_uscc(credit_code, faults)
        category = self._look_up(values, faults, "category", known.categories)
        if category is None and fold(values.get("category")) in known.parents:
            faults[-1] = ("category", "category_parent", values["category"], "")
        dossier = {
            "row": row, "number": number, "name": values.get("customer", ""), "is_company": is_company,
            "vat": credit_code, "country_id": country, "category_id": category,
            "user_id": self._look_up(values, faults, "manager", known.managers),
            "department_id": self._look_up(values, faults, "department", known.departments),
            "state_id": self._look_up(values, faults, "state", known.states),
            "secrecy_level": values.get("level") or "0", "opened_on": _iso(values.get("opened")),
            **{name: values.get(name, "") for name in ("city", "street", "phone", "email", "note")},
        }
        self._match_customer(dossier, faults)
        unit = self._open_unit(dossier, faults)
        self._report(DOSSIERS, row, faults, unit.key)

    def _match_customer(self, dossier, faults):
        """Find the customer by credit code, then by exact name, and the dossier they have."""
        known = self.known
        by_code = known.partners_by_code.get(dossier["vat"], set()) if dossier["vat"] else set()
        found = by_code or known.partners_by_name.get(fold(dossier["name"]), set())
        key = "uscc" if by_code else "customer"
        if len(found) > 1:
            faults.append((key, "customer_ambiguous", dossier["vat"] if by_code else dossier["name"], ""))
            return
        partner = dossier["partner_id"] = next(iter(found), None)
        name, credit_code = known.partner_info.get(partner, ("", ""))
        if by_code and fold(name) != fold(dossier["name"]):
            faults.append(("customer", "name_differs", dossier["name"], name))
        elif partner and not by_code and credit_code and dossier["vat"] and credit_code != dossier["vat"]:
            faults.append(("uscc", "customer_conflict", dossier["vat"], credit_code))
        self._match_dossier(dossier, partner, faults)

    def _match_dossier(self, dossier, partner, faults):
        known = self.known
        owner = known.dossiers_by_number.get(dossier["number"]) if dossier["number"] else None
        existing = dossier["dossier_id"] = known.dossiers_by_partner.get(partner) if partner else None
        if owner and owner != existing:
            faults.append(("number", "number_taken", dossier["number"], ""))
        elif existing:
            own_number, _partner, state, level = known.dossier_info[existing]
            dossier["secrecy_level"] = level
            if dossier["number"] and dossier["number"] != own_number:
                faults.append(("number", "dossier_exists", dossier["number"], own_number or ""))
            elif state != "open":
                faults.append(("number", "dossier_closed", dossier["number"], ""))
            else:
                faults.append(("customer", "exists", dossier["name"], own_number or ""))
        elif partner in known.codeless:
            faults.append(("customer", "customer_codeless", dossier["name"], ""))

    def _open_unit(self, dossier, faults):
        names = {fold(dossier[name]) for name in ("number", "name", "vat") if dossier[name]}
        if not names:
            names = {f"row{dossier['row']}"}
        taken = {alias for alias in names if alias in self._aliases}
        unit = Unit(f"{DOSSIERS}:{dossier['row']}", dossier["name"] or dossier["number"], dossier)
        self.units[unit.key] = unit
        if taken:
            first = self.units[self._aliases[min(taken)]]
            column = next(key for key, name in (("number", "number"), ("uscc", "vat"), ("customer", "name"))
                          if fold(dossier[name]) in taken)
            faults.append((column, "dossier_twice", dossier["name"], str(first.dossier["row"])))
        for alias in names - taken:
            self._aliases[alias] = unit.key
        return unit

    def _unit_of(self, written, faults):
        """The unit that a paper or contact names, also of a dossier that only the archive has."""
        alias = fold(written)
        if alias not in self._aliases and not self._open_existing(alias, written, faults):
            return None
        unit = self.units[self._aliases[alias]]
        if unit.dossier.get("is_closed"):
            faults.append(("dossier", "dossier_closed", written, ""))
        return unit

    def _open_existing(self, alias, written, faults):
        known = self.known
        partners = known.partners_by_code.get(code(written)) or known.partners_by_name.get(alias) or set()
        ids = {known.dossiers_by_number.get(code(written))} | {
            known.dossiers_by_partner.get(partner) for partner in partners}
        ids.discard(None)
        if len(ids) != 1:
            faults.append(("dossier", "dossier_ambiguous" if ids else "dossier", written, ""))
            return False
        [existing] = ids
        number, partner, state, level = known.dossier_info[existing]
        key = f"dossier:{existing}"
        if key not in self.units:
            self.units[key] = Unit(key, number or written, {
                "row": 0, "number": number or "", "name": known.partner_info.get(partner, (written, ""))[0],
                "vat": "", "partner_id": partner, "dossier_id": existing, "secrecy_level": level,
                "is_closed": state != "open"})
        self._aliases[alias] = key
        return True

    # ------------------------------------------------------------------
    # Papers
    # ------------------------------------------------------------------
    def _paper(self, row, cells):
        values, faults = self._read(PAPERS, row, cells)
        unit = self._unit_of(values["dossier"], faults) if values.get("dossier") else None
        type_id = self._look_up(values, faults, "type", self.known.types)
        place_id = self._look_up(values, faults, "place", self.known.places)
        paper = {
            "row": row, "type_id": type_id, "place_id": place_id, "code": code(values.get("code")),
            "name": values.get("title", ""), "date": _iso(values.get("date")), "pages": values.get("pages"),
            "is_original": values.get("original") or "copy", "role": values.get("role") or "main",
            "main": values.get("main", ""), "secrecy_level": values.get("level") or "0",
            "received_on": _iso(values.get("received")), "scan": values.get("scan", ""),
            **{name: values.get(name, "") for name in ("reference", "author", "original_location", "remarks")},
        }
        if unit and not any(key in ("title", "date", "code", "reference") for key, *_rest in faults):
            self._check_twice(unit, paper, faults)
        if unit and type_id and "exists" not in paper:
            self._check_level(unit, paper, values, faults)
        if unit:
            unit.papers.append(paper)
        self._report(PAPERS, row, faults, unit.key if unit else "")

    def _check_level(self, unit, paper, values, faults):
        type_level, is_title = self.known.type_info[paper["type_id"]]
        level = max(paper["secrecy_level"], type_level, unit.dossier["secrecy_level"])
        paper["secrecy_level"] = level
        if level > self.known.cleared:
            faults.append(("level", "secrecy", values.get("level", ""), level))
        place = self.known.place_info.get(paper["place_id"])
        if not place:
            return
        if (level > "0" or is_title) and not place.is_safe:
            faults.append(("place", "place_unsafe", values["place"], ""))
        filled = self._filled[paper["place_id"]] = self._filled.get(paper["place_id"], 0) + 1
        if place.room_left is not None and filled > place.room_left:
            faults.append(("place", "place_full", values["place"], ""))
        if place.is_box and not (place.is_safe and not place.owners):
            owner = self._boxes.setdefault(paper["place_id"], unit.key)
            existing = unit.dossier.get("dossier_id")
            if owner != unit.key or place.owners - {existing}:
                faults.append(("place", "place_box", values["place"], ""))

    def _check_twice(self, unit, paper, faults):
        existing = unit.dossier.get("dossier_id")
        own_code = paper["code"]
        key = paper_key("", paper["reference"], paper["name"], paper["date"])
        owner = self.known.codes.get(own_code) if own_code else None
        same = next((row for row in self.known.papers.get(existing, ())
                     if (own_code and row[1] == own_code) or (not own_code and paper_key("", *row[2:5]) == key)), None)
        if same:
            if own_code and paper_key("", *same[2:5]) != key:
                faults.append(("code", "code_taken", own_code, same[3]))
            else:
                faults.append(("title", "paper_exists", paper["name"], ""))
                paper["exists"] = same[0]
        elif owner:
            faults.append(("code", "code_taken", own_code, ""))
        for place, column, name in (((own_code and "code", own_code), "code", "code_twice"),
                                    ((unit.key, own_code or key), "title", "paper_twice")):
            if place[0] and place in self._codes:
                faults.append((column, name, own_code if column == "code" else paper["name"], str(self._codes[place])))
                return
        if own_code:
            self._codes["code", own_code] = paper["row"]
        self._codes[unit.key, own_code or key] = paper["row"]

    def _check_mains(self, unit):
        """Annexes and prints find the main paper they belong to: in the workbook, or in the dossier as it is (R13)."""
        by_name = {}
        existing = self.known.papers.get(unit.dossier.get("dossier_id"), ())
        candidates = [(("row", paper["row"]), paper["code"], paper["reference"], paper["name"], paper["role"])
                      for paper in unit.papers]
        candidates += [(("id", row[0]), row[1], row[2], row[3], row[5]) for row in existing]
        for ref, *names, role in candidates:
            for rank, name in enumerate(names):
                if name:
                    by_name.setdefault(fold(name), []).append((rank, ref, role))
        for paper in unit.papers:
            fault = self._main_of(paper, by_name)
            if fault:
                self._fault(PAPERS, paper["row"], "main", fault, paper["main"], unit=unit.key)

    @staticmethod
    def _main_of(paper, by_name):
        """Set ``main_ref``; return the code of what is wrong, or ``None``."""
        if paper["role"] == "main":
            return "main_of_main" if paper["main"] else None
        if not paper["main"]:
            return "main_missing"
        found = by_name.get(fold(paper["main"]), [])
        mains = sorted((rank, ref) for rank, ref, role in found if role == "main")
        best = [ref for rank, ref in mains if rank == mains[0][0]]
        if not best:
            return "main_is_annex" if found else "main_unknown"
        # The archive may hold the row's paper already: then the row and the record are one.
        if len(best) > 1 and len({ref[0] for ref in best}) == 1:
            return "main_ambiguous"
        paper["main_ref"] = list(best[0])
        return None

    # ------------------------------------------------------------------
    # Contacts
    # ------------------------------------------------------------------
    def _contact(self, row, cells):
        values, faults = self._read(CONTACTS, row, cells)
        unit = self._unit_of(values["dossier"], faults) if values.get("dossier") else None
        if unit and values.get("name"):
            key = contact_key(values["name"], values.get("phone", ""))
            place = (unit.key, "contact", key)
            if place in self._codes:
                faults.append(("name", "contact_twice", values["name"], str(self._codes[place])))
            elif key in self.known.contacts.get(unit.dossier.get("partner_id"), ()):
                faults.append(("name", "contact_exists", values["name"], ""))
            self._codes.setdefault(place, row)
            unit.contacts.append({
                "row": row, "name": values["name"],
                **{name: values.get(name, "") for name in ("function", "phone", "email", "note")}})
        self._report(CONTACTS, row, faults, unit.key if unit else "")


def _check_uscc(credit_code, faults):
    if credit_code and not uscc.is_valid(credit_code):
        faults.append(("uscc", "uscc", credit_code, ""))
    elif not credit_code and not any(key == "uscc" for key, *_rest in faults):
        faults.append(("uscc", "uscc_missing", "", ""))


def _iso(day):
    return day.isoformat() if day else ""


def _dates_as_text(cells):
    """Date cells as the template writes its examples."""
    return {key: value.strftime("%Y-%m-%d") for key, value in cells.items() if hasattr(value, "strftime")}
