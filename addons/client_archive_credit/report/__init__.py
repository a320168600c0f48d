from . import collection
from . import analysis
