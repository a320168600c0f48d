from . import incident_trace
from . import incident_trace_line
