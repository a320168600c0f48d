from . import test_application
from . import test_gate
from . import test_group
