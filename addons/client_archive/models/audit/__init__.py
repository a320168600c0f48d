from . import event
from . import document
from . import hr_employee_public
from . import res_company
from . import res_users
from . import access_alert
from . import access_watch
