from werkzeug.wsgi import wrap_file

from odoo.http import content_disposition, request


def stream(file, filename, mimetype):
    """Response that sends the open ``file`` portion by portion, as a download, and closes it."""
    size = file.seek(0, 2)
    file.seek(0)
    response = request.make_response(wrap_file(request.httprequest.environ, file), headers=[
        ("Content-Type", mimetype),
        ("Content-Length", size),
        ("Content-Disposition", content_disposition(filename)),
        ("X-Content-Type-Options", "nosniff"),
    ])
    response.direct_passthrough = True
    return response
