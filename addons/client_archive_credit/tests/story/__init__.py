from . import test_credit_tour
from . import test_story
