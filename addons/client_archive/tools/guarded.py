"""Which models' settings guard the archive."""

_ODOO = frozenset({"ir.attachment", "ir.model.access", "ir.rule", "res.groups", "res.users", "mail.activity.plan"})


def is_own(model_name):
    """Whether the model of this name is the archive's own."""
    return bool(model_name) and model_name.startswith(("archive.", "credit."))


def is_guarded(model_name):
    """Whether a rule, access right or program about the model of this name touches the archive."""
    return is_own(model_name) or model_name in _ODOO
