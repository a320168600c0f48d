from . import event
from . import res_company
from . import desk
from . import desk_archive
from . import desk_people
from . import desk_setup
