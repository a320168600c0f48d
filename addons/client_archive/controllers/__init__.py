from . import approval
from . import journal
from . import report
from . import content
from . import intake
from . import export
from . import sealed
from . import privacy
