from . import test_handover
from . import test_handover_attacks
from . import test_handover_clock
from . import test_title
from . import test_lists
