from . import archive_privacy_request
