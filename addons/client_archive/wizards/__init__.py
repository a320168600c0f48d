from . import approval
from . import circulation
from . import custody
from . import disposal
from . import filing
from . import handover
from . import secrecy
from . import upkeep
