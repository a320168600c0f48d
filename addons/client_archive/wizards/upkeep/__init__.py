from . import succession
