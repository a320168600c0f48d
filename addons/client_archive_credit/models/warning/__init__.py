from . import event
from . import warning_rule
from . import warning
from . import res_partner
from . import partner_merge
