from . import collection
from . import exposure
from . import hold
from . import investigation
from . import limit
from . import scoring
from . import warning
