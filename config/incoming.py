"""What is looked at before Django makes a request of it."""

import re

_BOUNDARY = re.compile(r';\s*boundary=("[^"]*"|[^\s;"]+)', re.IGNORECASE)


class OnlyUtf8:
    """Of the content type no more than the kind and the boundary is let in.

    Everything is read as UTF-8, which is what browsers send. Django would follow another charset,
    and one that does not stand for text stops it where no middleware catches it.
    """

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        given = environ.get("CONTENT_TYPE") or ""
        kind, _, rest = given.partition(";")
        if rest:
            boundary = _BOUNDARY.search(given)
            environ["CONTENT_TYPE"] = kind + (f"; boundary={boundary[1]}" if boundary else "")
        return self.application(environ, start_response)
