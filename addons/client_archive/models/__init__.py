# In the order in which the rooms build on each other
from . import journal
from . import approval
from . import filing
from . import segment
from . import custody
from . import secrecy
from . import circulation
from . import handover
from . import disposal
from . import upkeep
from . import contract
from . import customer
from . import search
from . import audit
from . import privacy
from . import intake
from . import desk
