from . import shelve
