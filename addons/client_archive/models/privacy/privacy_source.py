from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import email_normalize

from ...tools.privacy import SOURCES

# Odoo's own lookup wants an address of mail; this one is nobody's.
_NOBODY = "nobody@example.invalid"


class ArchivePrivacySource(models.AbstractModel):
    """Finds a person: in the places of the archive by ``tools/privacy``, in the rest of Odoo by its privacy lookup."""

    _name = "archive.privacy.source"
    _description = "Where Personal Data Is Kept"

    @api.model
    def _found(self, person):
        """What the archive keeps of a person.

        :param person: the ``archive.privacy.request`` that names them
        :return: list of ``(source, record, match)``; match says by what: ``link``, ``reach`` or ``name``
        """
        found = []
        partners = self._partners(person)
        for source in SOURCES:
            # sudo: the officer finds a person wherever they are; what the officer is shown is the place, not the data
            Model = self.env[source.model].sudo().with_context(active_test=False)
            seen = Model.browse()
            for match, domain in self._domains(source, person, partners):
                if "company_id" in Model._fields:
                    domain &= Domain("company_id", "in", [False, person.company_id.id])
                records = Model.search(domain, order="id") - seen
                if source.model == person._name:
                    records -= person
                found += [(source, record, match) for record in records]
                seen |= records
        return found

    @api.model
    def _partners(self, person):
        """The contact that is named, and those with the same mail, telephone or identity number, certain ones only."""
        domain = Domain("id", "=", person.partner_id.id)
        for name, value in self._reach(person):
            if name in ("email", "phone", "vat"):
                domain |= Domain(name, "=ilike", value)
        return self.env["res.partner"].sudo().with_context(active_test=False).search(domain)

    @api.model
    def _reach(self, person):
        """Pairs of the kind of field and the value by which a person is reached."""
        values = []
        for kind, value in (("email", person.email), ("phone", person.phone), ("vat", person.id_number)):
            if value := (value or "").strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_"):
                values.append((kind, value))
        return values

    @api.model
    def _domains(self, source, person, partners):
        if source.link and partners:
            yield "link", Domain(source.link, "in", partners.ids)
        values = [value for _kind, value in self._reach(person)]
        if source.reach and values:
            yield "reach", Domain.OR(Domain(name, "=ilike", value) for name in source.reach for value in values)
        name = (person.person_name or "").strip()
        if source.names and name:
            yield "name", Domain.OR(Domain(field, "=", name) for field in source.names)

    @api.model
    def _own(self, record, names):
        """Those of the fields that are the person's: a contact shares its company's tax number, and often its address.

        Odoo writes what is changed about these in a contact into the company, too.
        """
        if record._name != "res.partner" or record.commercial_partner_id == record:
            return list(names)
        shared = {*record._commercial_fields(), *(record._address_fields() if record.type == "contact" else ())}
        return [name for name in names if name not in shared]

    @api.model
    def _elsewhere(self, person):
        """What the rest of Odoo keeps: mapping of models to the number of records, as ``privacy_lookup`` counts them.

        :raises UserError: for an address of mail that is none
        """
        email = (person.email or "").strip()
        if email and not email_normalize(email):
            raise UserError(self.env._("“%s” is no address of mail.", email))
        # sudo: as the lookup itself, which is the administrator's
        lookup = self.env["privacy.lookup.wizard"].sudo().new({"name": person.person_name, "email": email or _NOBODY})
        self.env.flush_all()
        self.env.cr.execute(lookup._get_query())
        counts = {}
        for model_id, _res_id, _active in self.env.cr.fetchall():
            counts[model_id] = counts.get(model_id, 0) + 1
        ours = {source.model for source in SOURCES} | {"privacy.log"}
        names = {model.id: model for model in self.env["ir.model"].sudo().browse(counts)}
        return {names[key]: count for key, count in counts.items() if names[key].model not in ours}
