from . import test_hash_chain
from . import test_journal
from . import test_state_gate
