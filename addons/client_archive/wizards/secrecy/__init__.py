from . import agreement_renew
