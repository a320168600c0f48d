from . import exposure
from . import compiled
from . import guard
from . import branches
from . import prepaid
from . import indexes
