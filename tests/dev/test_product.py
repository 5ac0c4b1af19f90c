"""The product itself under its supervisor, as a newcomer meets it."""

import re
import urllib.request

import pytest

from tests.dev.supervised import manage, product_checkout
from tests.servers import PATIENCE, wait_until


@pytest.fixture
def run(tmp_path, supervise):
    return supervise(product_checkout(tmp_path / "tryggspor")).ready()


def get(address):
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310  (ours)
        return answer.status, answer.read().decode()


def healthy(folder):
    done = manage(folder, "doctor")
    said = done.communicate(timeout=PATIENCE)[0]
    assert "Traceback" not in said
    return done.returncode == 0


def test_the_product_runs_with_practice_data_and_its_commands_find_its_servers(run, supervise):
    status, page = get(run.address)
    assert status == 200
    sheets = re.findall(r'<link rel="stylesheet" href="/([^"]+)"', page)
    assert len(sheets) >= 3
    assert [get(run.address + sheet)[0] for sheet in sheets] == [200] * len(sheets)
    for role in ("rektor", "laerer", "ppt", "eier"):
        assert f"{role}@tryggspor.example" in run.output

    for command in ("sweep", "drain"):
        done = manage(run.folder, command)
        said = done.communicate(timeout=PATIENCE)[0]
        assert (command, done.returncode, said) == (command, 0, said)
    wait_until(lambda: healthy(run.folder), "the worker to send what the practice data wrote")

    assert run.end() == 0
    second = supervise(run.folder).ready()
    assert "Practice data" not in second.output
    assert "rektor@tryggspor.example" in second.output
