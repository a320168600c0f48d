from . import report
from . import intake
