from . import test_application
from . import test_company_policy
from . import test_cover
from . import test_gate
from . import test_group
from . import test_limit_tool
from . import test_terms
