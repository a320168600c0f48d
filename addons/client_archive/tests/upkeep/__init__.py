from . import test_change
from . import test_contact_log
from . import test_review
from . import test_succession
from . import test_league
