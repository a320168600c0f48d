from . import test_evaluation
from . import test_figure
from . import test_scorecard
from . import test_scoring
from . import test_major_change
