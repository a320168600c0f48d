from . import test_agreement
from . import test_clearance
from . import test_declassification
from . import test_discipline
from . import test_incident
from . import test_leak
from . import test_views
