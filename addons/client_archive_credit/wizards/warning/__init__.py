from . import warning_close
