# In the order in which the rooms build on each other
from . import exposure
from . import limit
from . import hold
from . import investigation
from . import scoring
from . import collection
from . import warning
from . import analysis
