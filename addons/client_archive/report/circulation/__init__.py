from . import archive_dossier
from . import request_slip
from . import request_slip_kinds
from . import sealed_print
