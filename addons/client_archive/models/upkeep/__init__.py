from . import event
from . import category
from . import dossier
from . import change
from . import review
from . import contact_log
from . import res_users
from . import hr_employee
