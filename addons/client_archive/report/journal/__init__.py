from . import archive_journal_head
