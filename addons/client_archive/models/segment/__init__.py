from . import event
from . import res_company
from . import segment
from . import figure
from . import segment_ruling
from . import dossier
from . import res_partner
