from . import test_circulation_tour
from . import test_disposal_tour
from . import test_story_tour
