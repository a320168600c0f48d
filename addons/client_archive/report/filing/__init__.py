from . import archive_dossier
from . import volume_contents
from . import volume_note
from . import item_catalogue
from . import volume_catalogue
