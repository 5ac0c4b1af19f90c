"""Acting as somebody, outside a request."""

from contextlib import contextmanager

from accounts import scope
from organisations.viewers import Viewer
from tests.plugin_database import as_app


@contextmanager
def acting(person, today):
    """Run the code as the web does for this person: role `app`, scope entered. Gives the viewer."""
    with as_app(), scope.entered(person, today) as opened:
        yield Viewer.from_scope(person, today, opened)
