"""Coming in from Excel: the layout, the reading, the checks and the matching of scans. Pure Python, no database."""
