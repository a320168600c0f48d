from . import test_concurrency
from . import test_growth
from . import test_hold
from . import test_invoice_warning
from . import test_panel
from . import test_portal
from . import test_prepaid
from . import test_release
