import threading

from odoo import models
from odoo.http import request

# Odoo puts the request away while it serves these, so that where it came from must be remembered before.
_HIDDEN_PATHS = ("/xmlrpc", "/jsonrpc")
# Browsers use none of these.
_RPC_PATHS = (*_HIDDEN_PATHS, "/json/")


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _pre_dispatch(cls, rule, args):
        super()._pre_dispatch(rule, args)
        if request.httprequest.path.startswith(_HIDDEN_PATHS):
            thread = threading.current_thread()
            thread.archive_origin = thread.perf_t0, cls._archive_origin()

    @classmethod
    def _archive_origin(cls):
        """From where the current request comes, as the journal says it; ``None`` outside requests.

        Nothing here is what a client says of itself, but the name of its program.
        """
        if request:
            return {
                "channel": "rpc" if request.httprequest.path.startswith(_RPC_PATHS) else "web",
                "remote_addr": request.httprequest.remote_addr,
                "user_agent": (request.httprequest.user_agent.string or "")[:255],
            }
        thread = threading.current_thread()
        if not hasattr(thread, "url"):  # threads that never serve requests
            return None
        begun, origin = getattr(thread, "archive_origin", (None, None))
        return origin if origin and begun == thread.perf_t0 else {"channel": "rpc"}
