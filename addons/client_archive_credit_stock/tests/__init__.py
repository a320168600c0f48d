from . import delivery
from . import security
