from . import test_care
from . import test_inventory
from . import test_place
from . import test_labels
from . import test_box_forms
