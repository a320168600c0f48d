from . import test_consent
from . import test_lookup
from . import test_request
