from . import journal
from . import approval
from . import filing
from . import custody
from . import disposal
