from . import upload
from . import renumber
