from . import segment_overrule
