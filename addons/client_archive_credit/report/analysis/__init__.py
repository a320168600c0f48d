from . import position_forms
from . import month_form
from . import hold_form
