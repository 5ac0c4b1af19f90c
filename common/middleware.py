"""Headers that every response carries, errors and static files included; and what comes in."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig

PERMISSIONS = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
FIXED = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in PERMISSIONS),
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}
HEARD_OUT = 256 * 1024 * 1024
PIECE = 64 * 1024


class Headers:
    """The content security policy, the referrer policy and nosniff come from other middleware."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in FIXED.items():
            response.headers.setdefault(name, value)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if is_page or "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response


class Incoming:
    """What no form of ours sends: too much, or a session that cannot be.

    Django's limit leaves out files, whoever sends them; this one counts all that is sent.
    A session's key is letters and digits: the database refuses to look for a NUL.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        length = request.META.get("CONTENT_LENGTH") or ""
        if length.isdecimal() and int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            _hear_out(request, int(length))
            raise RequestDataTooBig
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        if not (key.isascii() and key.isalnum()):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return self.get_response(request)


def _hear_out(request, length):
    """Take in what is too large and throw it away, so far as somebody could send it by mistake: a
    browser that is interrupted shows no page, and so not the limit either."""
    left = length if length <= HEARD_OUT else 0
    try:
        while left > 0 and (piece := request.META["wsgi.input"].read(min(left, PIECE))):
            left -= len(piece)
    except OSError:
        return  # whoever sent it has gone
