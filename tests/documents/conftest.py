import pytest


@pytest.fixture(autouse=True)
def all_in_english(english, monday):
    """Asked for by every test here."""
