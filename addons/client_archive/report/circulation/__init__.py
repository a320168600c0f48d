from . import archive_dossier
from . import request_slip
