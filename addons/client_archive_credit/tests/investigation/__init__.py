from . import test_figures
from . import test_fingerprint
from . import test_investigation
from . import test_report
from . import test_validity
from . import test_expired_report
