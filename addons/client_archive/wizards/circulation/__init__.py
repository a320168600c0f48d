from . import seal_stamp
