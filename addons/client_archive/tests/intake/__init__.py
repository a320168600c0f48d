from . import test_values
from . import test_workbook
from . import test_scans
from . import test_check
from . import test_import
from . import test_undo
from . import test_rights
from . import test_concurrency
