from . import test_companies
from . import test_public_methods
from . import test_roles
