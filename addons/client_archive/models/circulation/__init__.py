from . import event
from . import request
from . import request_desk
from . import request_line
from . import line_queue
from . import request_queue
from . import request_reminder
from . import res_company
from . import scan, scan_act
from . import grant
from . import document
from . import dossier
from . import request_kinds, whole_dossier
from . import reading, page_view, reading_document
from . import res_partner
from . import sale_order
from . import seal, seal_event, sealed_document, sealed_version, sealed_request
from . import copy, copy_issue
