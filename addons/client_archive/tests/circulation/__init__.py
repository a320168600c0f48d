from . import test_seal
