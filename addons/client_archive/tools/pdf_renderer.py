"""HTML to PDF, the same on every machine.

WeasyPrint is the one renderer of our forms. Odoo's own, wkhtmltopdf, differs from machine to machine: built on
unpatched Qt (as Debian ships it) it has no repeated heads, no page numbers, and fails on several records in one print;
it scales by the screen's resolution and is not maintained any more. Our forms are standardised to the millimetre,
and WeasyPrint knows CSS paged media.

What a form shows is in its HTML: nothing is fetched from a file or from the network, whatever a template or a text in
it asks for. Only ``data:`` is read.
"""

import logging

# It tells of every step, from its import on, also where Odoo's own log is told to be quiet.
logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)

from weasyprint import HTML  # noqa: E402
from weasyprint.urls import FatalURLFetchingError, URLFetcher  # noqa: E402


class OutsideReference(Exception):
    """The HTML refers to something outside itself."""


class _ClosedFetcher(URLFetcher):
    """Reads ``data:`` and notes everything else that was asked for."""

    def __init__(self):
        super().__init__(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)
        self.refused = []

    def fetch(self, url, headers=None):
        if not url.lower().startswith("data:"):
            self.refused.append(url)
        return super().fetch(url, headers)


def pdf(html):
    """The PDF (bytes) of ``html`` (text or bytes).

    :raises OutsideReference: when the HTML asks for a file or for the network
    """
    if isinstance(html, bytes):
        html = html.decode()
    fetcher = _ClosedFetcher()
    try:
        content = HTML(string=html, url_fetcher=fetcher).write_pdf()
    except FatalURLFetchingError as error:
        raise OutsideReference(", ".join(fetcher.refused) or str(error)) from error
    if fetcher.refused:  # WeasyPrint passes over what an SVG could not get
        raise OutsideReference(", ".join(fetcher.refused))
    return content
