# The ground first, then the rooms in the order in which they build on each other
from . import event
from . import journal_mixin
from . import ir_actions_report
from . import archive_form
from . import res_company
from . import journal
from . import filing
from . import custody
from . import circulation
from . import disposal
from . import secrecy
from . import contract
from . import handover
from . import privacy
