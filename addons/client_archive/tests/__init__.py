# Odoo looks for test modules in this package only, not in those of the rooms.
from .approval import *
from .filing import *
from .journal import *
from .story import *
