from . import test_credit_tour
