from . import destruction_sign
from . import disposal_release
