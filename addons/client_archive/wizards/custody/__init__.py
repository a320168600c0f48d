from . import box_label
from . import shelve
