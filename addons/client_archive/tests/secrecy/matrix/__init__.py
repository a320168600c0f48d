from . import test_matrix
from . import test_matrix_http
