from . import test_warning
