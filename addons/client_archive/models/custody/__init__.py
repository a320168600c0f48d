from . import event
from . import place
from . import document_type
from . import dossier
from . import document
from . import inventory
from . import inventory_line
from . import care_log
