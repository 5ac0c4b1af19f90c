"""A browser in somebody's hands, which sends whatever it likes."""

from tests.plugin_database import AppClient


def browser(person=None):
    """Answers of 500 come back as answers."""
    client = AppClient(raise_request_exception=False)
    if person is not None:
        client.force_login(person)
    return client
