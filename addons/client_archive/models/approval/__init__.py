from . import event
from . import officer
from . import deputy
from . import activity_plan
from . import activity_plan_template
from . import approval_step
from . import approval_mixin
from . import mail_activity
