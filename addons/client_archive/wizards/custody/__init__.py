from . import box_label
from . import shelve
from . import volume_spine
