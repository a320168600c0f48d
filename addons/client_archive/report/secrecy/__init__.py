from . import archive_agreement
