from . import report
from . import export
