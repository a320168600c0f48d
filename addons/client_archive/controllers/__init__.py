from . import journal
from . import report
from . import content
from . import intake
from . import export
from . import privacy
