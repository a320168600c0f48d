from . import seal, seal_event, sealed_document
