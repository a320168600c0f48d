from . import test_fulltext
from . import test_search
from . import test_search_secrecy
from . import test_search_upkeep
