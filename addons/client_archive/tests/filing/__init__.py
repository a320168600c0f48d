from . import test_content
from . import test_document
from . import test_dossier
from . import test_filecheck
from . import test_number_rule
from . import test_partner
