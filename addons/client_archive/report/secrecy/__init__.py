from . import meeting_sheet
from . import incident_form
from . import sanction_form
from . import archive_agreement
