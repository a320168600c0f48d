from . import archive_dossier
from . import volume_contents
from . import item_catalogue
