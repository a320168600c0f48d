from . import test_access
from . import test_file
from . import test_key_data
from . import test_proposal
from . import test_verification
