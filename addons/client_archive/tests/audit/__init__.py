from . import test_access
from . import test_access_alert
from . import test_access_watch
from . import test_incident_trace
from . import test_rights
from . import test_two_factor
