from . import search_entry
from . import search_mixin
from . import version
from . import document
from . import dossier
from . import res_partner
from . import partner_merge
