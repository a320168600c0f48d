from . import archive_dossier
from . import archive_place
