from . import event
from . import scorecard
from . import scorecard_criterion
from . import scorecard_band
from . import evaluation
from . import evaluation_line
from . import expert_opinion
from . import res_partner
