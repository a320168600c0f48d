from . import test_hash_chain
from . import test_journal
from . import test_journal_check
from . import test_journal_head
from . import test_export
from . import test_origin
from . import test_sealing
from . import test_state_gate
