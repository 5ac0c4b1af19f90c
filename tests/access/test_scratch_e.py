import pytest
from tests.access import shared, table
from tests.access import test_matrix as m

built = m.built


@pytest.fixture(autouse=True)
def only(monkeypatch):
    monkeypatch.setattr(table, "ROWS", shared.ROWS)


test_both_layers = m.test_both_layers
