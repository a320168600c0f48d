from . import journal_verify
