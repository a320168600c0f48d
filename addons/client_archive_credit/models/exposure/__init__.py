from . import exposure
from . import guard
