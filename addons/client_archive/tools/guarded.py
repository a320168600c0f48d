"""Which models' settings guard the archive."""

_ODOO = frozenset({"ir.attachment", "ir.model.access", "ir.rule", "res.groups", "res.users", "mail.activity.plan"})


def is_guarded(model_name):
    """Whether a rule, access right or program about the model of this name touches the archive."""
    return bool(model_name) and (model_name.startswith(("archive.", "credit.")) or model_name in _ODOO)
