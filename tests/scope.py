"""Acting as somebody, outside a request."""

from contextlib import contextmanager

import pytest
from django.core.exceptions import PermissionDenied

from accounts import scope
from organisations.viewers import Viewer
from tests.clock import NOW, TODAY
from tests.plugin_database import as_app


@contextmanager
def acting(person, today):
    """Run the code as the web does for this person: role `app`, scope entered. Gives the viewer."""
    with as_app(), scope.entered(person, today) as opened:
        yield Viewer.from_scope(person, today, opened)


def refused_to(people, ask):
    """What ``ask`` does in the name of each of them is refused."""
    for by in people:
        with pytest.raises(PermissionDenied):
            ask(by)


def refused_in_scope(person, action, **asked):
    """The action is refused also with what a request of this person has in scope."""
    with acting(person, TODAY), pytest.raises(PermissionDenied):
        action(by=person, now=NOW, **asked)
