from . import journal
from . import report
