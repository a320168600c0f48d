from . import propose
