from . import archive_dossier
from . import handover_lists
