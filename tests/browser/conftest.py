import pytest


@pytest.fixture
def process_environment(process_environment):
    """The web of these tests serves the style sheets too."""
    return {**process_environment, "DJANGO_SETTINGS_MODULE": "tests.browser.settings"}
