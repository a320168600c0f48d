from . import test_attachments
from . import test_guard
from . import test_people
from . import test_public_methods
from . import test_closed_doors
from . import test_companies
from . import test_views_open
