import pytest


@pytest.fixture(autouse=True)
def all_in_english(english):
    """Asked for by every test here."""
