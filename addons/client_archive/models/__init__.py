from . import journal
from . import approval
from . import filing
