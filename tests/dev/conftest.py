import pytest

from tests.dev.supervised import Supervisor, small_checkout


@pytest.fixture
def checkout(tmp_path):
    return small_checkout(tmp_path / "tryggspor")


@pytest.fixture
def supervise():
    """Starts supervisors, and ends those that the test left running."""
    started = []

    def start(folder, **more):
        started.append(Supervisor(folder, **more))
        return started[-1]

    yield start
    for supervisor in started:
        supervisor.close()
