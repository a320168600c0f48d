from . import test_circulation_tour
from . import test_customer_tour
from . import test_disposal_tour
from . import test_handover_tour
from . import test_secrecy_tour
from . import test_story_tour
