from . import succession
from . import hr_departure_wizard
