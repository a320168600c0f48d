from . import test_promises
from . import test_collection
from . import test_record
from . import test_letter
