"""What an action says when it refuses, and how a page without a form says it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import HttpRequest


class ActionError(Exception):
    """An action refused by its guard. The text is a sentence for the user that says what to do."""


@contextmanager
def refusal_as_message(request: HttpRequest) -> Iterator[None]:
    """For a button: the rest is left undone, and the next page says why. A form says it itself
    (``common.forms.Form.submit``)."""
    try:
        yield
    except ActionError as refusal:
        messages.error(request, str(refusal))
