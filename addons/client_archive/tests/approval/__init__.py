from . import test_activity
from . import test_concurrency
from . import test_engine
from . import test_who_decides
