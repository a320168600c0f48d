from . import reclassify
from . import agreement_renew
