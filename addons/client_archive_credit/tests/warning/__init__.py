from . import test_warning
from . import test_matter
from . import test_measures
from . import test_digest
