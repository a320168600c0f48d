from . import investigation_report
