from . import test_contract
from . import test_contract_handover
from . import test_erp_records
from . import test_filing_orders
from . import test_ledger_forms
from . import test_statistics
