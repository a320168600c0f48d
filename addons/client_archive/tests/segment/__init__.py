from . import test_figure
from . import test_ruling
from . import test_segment
from . import test_segment_rules
