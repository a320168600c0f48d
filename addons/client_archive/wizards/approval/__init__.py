from . import approval_decision
