from . import event
from . import event_pending
from . import event_seal
from . import guard_mixin
from . import journal_mixin
from . import sealed_mixin
from . import state_mixin
