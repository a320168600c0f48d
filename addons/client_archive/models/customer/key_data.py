"""What counts as key data of a customer, and how it came to us. Change the sets here to change the rule (R84, R96)."""

PARTNER_KEYS = frozenset({"name", "vat"})
PROFILE_KEYS = frozenset({"legal_representative", "registered_address", "registered_capital", "capital_currency_id"})
BANK_KEYS = frozenset({"acc_number", "sanitized_acc_number", "bank_id", "partner_id", "active"})

# Why personal data may be kept (Personal Information Protection Law, article 13).
LAWFUL_BASES = [
    ("consent", "Consent of the Person"),
    ("contract", "Needed for a Contract"),
    ("law", "Required by Law"),
    ("public", "Lawfully Public"),
]
PROOFS = [
    ("stamped_copy", "Stamped Copy"),
    ("original", "Original Seen"),
    ("register", "Public Register"),
    ("letter", "Customer's Letter"),
    ("none", "Not Proved"),
]
# Who reads the data of a customer; which customers' is said by the record rules.
READERS = ("client_archive.group_salesperson,client_archive.group_archivist,client_archive.group_executive,"
           "client_archive.group_auditor")


def changed_names(records, vals, names):
    """Names among ``names`` that ``vals`` really changes on one of ``records``; costs nothing for other values.

    :raises AccessError: for who may not write ``records``: the answer would tell what they say, guess by guess
    """
    touched = vals.keys() & names
    if not touched:
        return set()
    records.check_access("write")
    records = records.sudo()  # sudo: what changes does not depend on who may read it
    return {
        name for name in touched
        if any(_plain(record, name, vals[name]) != _plain(record, name, record[name]) for record in records)
    }


def _plain(record, name, value):
    field = record._fields[name]
    # An empty text and none are the same: forms send either.
    return field.convert_to_cache(value, record, validate=False) or False
