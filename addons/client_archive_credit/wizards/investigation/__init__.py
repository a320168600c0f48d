from . import investigation_return
