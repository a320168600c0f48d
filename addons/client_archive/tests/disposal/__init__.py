from . import test_deadline
from . import test_destruction
from . import test_destruction_attacks
from . import test_hold
from . import test_retention
from . import test_register_form
