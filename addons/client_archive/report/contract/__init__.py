from . import contract_ledger
from . import contract_statistics
