from . import test_desk
from . import test_grant
from . import test_request
from . import test_routes
from . import test_seal
from . import test_seal_acts
from . import test_sealed_print
from . import test_slip
