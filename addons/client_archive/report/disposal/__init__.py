from . import archive_dossier
from . import destruction_register
