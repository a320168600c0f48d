from . import test_limits
from . import test_orders
from . import test_public_methods
from . import test_review
from . import test_second_review
from . import test_sixth_review
from . import test_seventh_review
