# Odoo looks for test modules in this package only, not in those of the rooms.
from .approval import *
from .audit import *
from .circulation import *
from .contract import *
from .custody import *
from .customer import *
from .disposal import *
from .filing import *
from .handover import *
from .intake import *
from .journal import *
from .search import *
from .secrecy import *
from .security import *
from .segment import *
from .story import *
from .upkeep import *
