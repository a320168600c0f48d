from . import approval
from . import filing
