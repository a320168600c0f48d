from . import test_components
from . import test_exposure
from . import test_judge
from . import test_random_histories
