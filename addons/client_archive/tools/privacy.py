"""Where a person's data is kept, as data: which model, how they are found in it, what is told, what can be erased."""

from typing import NamedTuple


class Source(NamedTuple):
    """One kind of place. A model may be several, where a part of its data can go and another part must stay.

    :ivar key: its name in the database; never renamed
    :ivar model: name of the model
    :ivar link: field that leads to the contact (``id`` for the contact itself), or nothing
    :ivar names: text fields in which a name alone stands
    :ivar reach: text fields with a telephone, an address of mail or of a messenger, an identity number
    :ivar told: fields that the person gets a copy of
    :ivar erased: fields that are overwritten
    :ivar consent: whether what is erased may rest on consent
    """

    key: str
    model: str
    link: str = ""
    names: tuple = ()
    reach: tuple = ()
    told: tuple = ()
    erased: tuple = ()
    consent: bool = False


_REACH_CONTACT = ("email", "phone", "function", "website", "comment")
_ADDRESS = ("name", "street", "street2", "zip", "vat")
_PRIVATE = ("interests", "native_place", "preferences", "taboos")
_WORK = ("department", "mobile", "messenger", "messenger_account", "remit")

SOURCES = (
    Source("contact_reach", "res.partner", "id", ("name",), ("email", "phone", "vat"), _REACH_CONTACT,
           (*_REACH_CONTACT, "image_1920"), consent=True),
    Source("contact_identity", "res.partner", "id", ("name",), ("email", "phone", "vat"),
           (*_ADDRESS, "city", "state_id", "country_id", "parent_id"), _ADDRESS),
    Source("person_private", "archive.customer.person", "contact_id", (), ("mobile", "messenger_account"),
           _PRIVATE, _PRIVATE, consent=True),
    Source("person_work", "archive.customer.person", "contact_id", (), ("mobile", "messenger_account"),
           ("partner_id", "role_ids", *_WORK, "lawful_basis", "consent_on", "purpose"), _WORK, consent=True),
    Source("collection", "archive.customer.collection", "person_id.contact_id",
           told=("partner_id", "subject", "name", "purpose", "lawful_basis", "consent_on", "source", "collected_on",
                 "collector_id")),
    Source("contact_log", "archive.contact.log", "contact_id",
           told=("date", "kind", "name", "content", "outcome"), erased=("contact_id",)),
    Source("registration", "archive.customer.profile", names=("legal_representative", "general_manager"),
           told=("partner_id", "legal_representative", "general_manager")),
    Source("visitor", "archive.request", names=("outsider_name",),
           told=("name", "kind", "outsider_name", "outsider_body", "submitted_on", "state"), erased=("outsider_name",)),
    Source("incident", "archive.incident.person", names=("outsider",), told=("role",)),
    Source("title_holder", "archive.handover.line", names=("right_holder",),
           told=("title", "right_holder", "certificate_number")),
    Source("dossier", "archive.dossier", "partner_id", told=("number", "opened_on", "closed_on", "state")),
    Source("paper", "archive.document", "partner_id", ("author",),
           told=("code", "name", "type_id", "date", "state", "retention_until")),
    Source("other_request", "archive.privacy.request", "partner_id", ("person_name",), ("email", "phone", "id_number"),
           told=("name", "kind", "received_on", "state")),
)
BY_KEY = {source.key: source for source in SOURCES}
