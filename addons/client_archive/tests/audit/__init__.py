from . import test_access
from . import test_access_alert
from . import test_access_watch
from . import test_incident_trace
