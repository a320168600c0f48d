from . import test_periods
from . import test_position
from . import test_month
from . import test_forms
from . import test_management_report
from . import test_dashboard
