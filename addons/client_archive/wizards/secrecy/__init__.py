from . import reclassify
