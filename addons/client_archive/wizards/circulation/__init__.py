from . import copy_close
from . import request_take_back
from . import request_take_back_line
from . import seal_stamp
