from . import test_concurrency
from . import test_growth
from . import test_hold
from . import test_portal
from . import test_release
