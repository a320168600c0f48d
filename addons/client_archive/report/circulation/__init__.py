from . import archive_document
from . import archive_dossier
from . import lending_lists
from . import request_slip
from . import request_slip_kinds
from . import sealed_print
