from . import investigation
from . import collection
from . import analysis
