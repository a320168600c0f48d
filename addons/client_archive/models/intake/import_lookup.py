from stdnum.cn import uscc

from odoo import models

from ...tools.intake.check import Known, Place, contact_key
from ...tools.intake.values import code, fold, text


class ArchiveImportBatch(models.Model):
    """What the archive knows, in a handful of queries whatever the number of rows."""

    _inherit = "archive.import.batch"

    def _known(self, tables):
        """:class:`check.Known` for a workbook."""
        known = Known(
            today=self._archive_day(),
            cleared=self.env["archive.clearance"]._levels(self.env.user).get(self.company_id.id, "0"))
        self._know_configuration(known)
        self._know_people(known)
        self._know_places(known)
        dossiers = [row for _number, row in tables["dossiers"].rows] if "dossiers" in tables else []
        named = {text(row.get("dossier")) for key in ("papers", "contacts") if key in tables
                 for _number, row in tables[key].rows}
        self._know_customers(
            known, {code(row.get("uscc")) for row in dossiers} | set(map(code, named)),
            {text(row.get("customer")) for row in dossiers} | named)
        self._know_dossiers(known, {code(row.get("number")) for row in dossiers} | set(map(code, named)))
        papers = tables["papers"].rows if "papers" in tables else []
        self._know_papers(known, {code(row.get("code")) for _number, row in papers})
        return known

    def _languages(self):
        return [lang for lang, _name in self.env["res.lang"].get_installed()]

    def _names(self, records, *names):
        """Mapping of the folded ``names`` of ``records``, in every installed language, to the ids they may mean."""
        found = {}
        for lang in self._languages():
            for record in records.with_context(lang=lang):
                for name in names:
                    if record[name]:
                        found.setdefault(fold(record[name]), set()).add(record.id)
        return found

    def _know_configuration(self, known):
        categories = self.env["archive.category"].search([("active", "=", True)])
        leaves = categories.filtered(lambda category: not category.child_ids)
        known.categories = self._names(leaves, "name", "complete_name")
        known.categories.update({fold(category.code): {category.id} for category in leaves})
        parents = self._names(categories - leaves, "name", "complete_name", "code")
        known.parents = parents.keys() - known.categories.keys()
        types = self.env["archive.document.type"].search([("active", "=", True)])
        known.types = self._names(types, "name", "complete_name")
        known.types.update({fold(doc_type.code): {doc_type.id} for doc_type in types})
        known.type_info = {doc_type.id: (doc_type.secrecy_level, doc_type.is_title) for doc_type in types}
        countries = self.env["res.country"].search([("code", "!=", False)])
        known.china = self.env.ref("base.cn").id
        known.countries = self._names(countries, "name", "code")
        known.states = self._names(
            self.env["res.country.state"].search([("country_id", "=", known.china)]), "name", "code")

    def _know_people(self, known):
        # sudo: who manages customers, and the departments, are no secret in the company
        users = self.env["res.users"].sudo().search(
            [("share", "=", False), ("company_ids", "in", self.company_id.ids)])
        known.managers = self._names(users, "name")
        known.managers.update({fold(user.login): {user.id} for user in users})
        departments = self.env["hr.department"].sudo().search(  # sudo: as above
            [("company_id", "in", [self.company_id.id, False])])
        known.departments = self._names(departments, "name", "complete_name")

    def _know_places(self, known):
        places = self.env["archive.place"].search([("company_id", "=", self.company_id.id)])
        for place in places:
            for name in (place.name, place.complete_name, place.barcode):
                known.places.setdefault(fold(name), set()).add(place.id)
            known.place_info[place.id] = Place(
                place.is_safe, place.kind == "box",
                place.capacity - place.document_count if place.capacity else None, set(place.sudo().dossier_ids.ids))
        # A barcode is unique, whatever else is called so.
        known.places.update({fold(place.barcode): {place.id} for place in places})

    def _know_customers(self, known, codes, names):
        # sudo: customers are not doubled because the archivist cannot read one
        partners = self.env["res.partner"].sudo().search_fetch(
            [("parent_id", "=", False), ("company_id", "in", [self.company_id.id, False]),
             "|", ("vat", "in", list(codes - {""})), ("name", "in", list(names - {""}))],
            ["name", "vat", "is_company", "country_id"])
        for partner in partners:
            credit_code = code(partner.vat or "")
            known.partner_info[partner.id] = (partner.name, credit_code)
            known.partners_by_name.setdefault(fold(partner.name), set()).add(partner.id)
            is_chinese = partner.country_id.id in (False, known.china)
            if partner.is_company and is_chinese and not uscc.is_valid(credit_code):
                known.codeless.add(partner.id)
            if credit_code:
                known.partners_by_code.setdefault(credit_code, set()).add(partner.id)

    def _know_dossiers(self, known, numbers):
        Dossier = self.env["archive.dossier"].sudo()  # sudo: a number is taken, whoever may read the dossier
        dossiers = Dossier.search_fetch(
            [("company_id", "=", self.company_id.id),
             "|", ("partner_id", "in", list(known.partner_info)), ("number", "in", list(numbers - {""}))],
            ["number", "partner_id", "state", "secrecy_level"])
        for dossier in dossiers:
            known.dossier_info[dossier.id] = (
                dossier.number, dossier.partner_id.id, dossier.state, dossier.secrecy_level)
            known.dossiers_by_partner[dossier.partner_id.id] = dossier.id
            if dossier.number:
                known.dossiers_by_number[code(dossier.number)] = dossier.id
        for partner in dossiers.partner_id:
            known.partner_info.setdefault(partner.id, (partner.name, code(partner.vat or "")))

    def _know_papers(self, known, codes):
        """Papers and contacts of the dossiers known so far, and who has the archival ``codes``."""
        Document = self.env["archive.document"].sudo()  # sudo: a paper is not doubled because it cannot be read
        for paper in Document.search_fetch(
                [("dossier_id", "in", list(known.dossier_info))],
                ["dossier_id", "code", "reference", "name", "date", "role"]):
            known.papers.setdefault(paper.dossier_id.id, []).append(
                (paper.id, code(paper.code or ""), paper.reference or "", paper.name, str(paper.date), paper.role))
        for paper in Document.search_fetch(
                [("code", "in", list(codes - {""})), ("company_id", "=", self.company_id.id)], ["code", "dossier_id"]):
            known.codes[code(paper.code)] = paper.dossier_id.id
        # sudo: as for customers
        for contact in self.env["res.partner"].sudo().search_fetch(
                [("parent_id", "in", list(known.partner_info))], ["parent_id", "name", "phone"]):
            known.contacts.setdefault(contact.parent_id.id, set()).add(
                contact_key(contact.name or "", contact.phone or ""))
