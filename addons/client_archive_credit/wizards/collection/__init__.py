from . import collection_record
from . import collection_close
