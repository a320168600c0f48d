"""QR codes as SVG, exact at any size. Odoo's own barcode route makes pixels, and needs a graphics library for it."""

from itertools import groupby

from reportlab.graphics.barcode.qr import QrCodeWidget

_QUIET = 4  # modules of white around the code (ISO/IEC 18004)


def matrix(value):
    """Rows of booleans, true where a module is dark; level M stands a label's scratches."""
    code = QrCodeWidget(value, barLevel="M").qr
    code.make()
    return [[bool(module) for module in row] for row in code.modules]


def svg(value):
    """The QR code of ``value`` as the text of an SVG element that fills its box."""
    rows = matrix(value)
    side = len(rows) + 2 * _QUIET
    path = []
    for y, row in enumerate(rows):
        x = 0
        for dark, run in groupby(row):  # pylint: disable=bad-builtin-groupby
            length = len(list(run))
            if dark:
                path.append(f"M{x + _QUIET} {y + _QUIET}h{length}v1h-{length}z")
            x += length
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" width="100%" height="100%" '
        f'shape-rendering="crispEdges"><path fill="#000" d="{"".join(path)}"/></svg>')
