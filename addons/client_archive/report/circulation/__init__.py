from . import archive_dossier
from . import request_slip
from . import sealed_print
