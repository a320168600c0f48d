from . import report
from . import content
