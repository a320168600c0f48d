from . import exposure
from . import guard
from . import indexes
