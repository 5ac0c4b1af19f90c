"""Every command of manage.py works by itself, in the role it needs."""

import sys

import pytest

from tests.dev.supervised import manage, small_checkout
from tests.servers import PATIENCE, wait_until


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = small_checkout(tmp_path_factory.mktemp("manage") / "tryggspor")
    done = manage(folder, "migrate", "--verbosity", "0")
    assert done.communicate(timeout=PATIENCE) == ("", None)
    assert done.returncode == 0
    return folder


def started(folder, until):
    """A command that has seen the database, and goes on until the file is there."""
    command = manage(folder, "notes", "--until", str(until))
    assert command.stdout.readline() == "app sees 0\n"
    return command


def free(folder):
    """Nothing runs on the folder, and nothing is said to."""
    return not {"processes.json", "servers.json"} & {p.name for p in (folder / ".data").iterdir()}


def test_a_command_starts_the_servers_and_stops_them(folder):
    done = manage(folder, "notes")
    assert done.communicate(timeout=PATIENCE)[0] == "app sees 0\nstill 0\n"
    assert done.returncode == 0
    assert free(folder)


def test_a_second_command_uses_the_first_ones_servers_and_may_end_after_it(folder, tmp_path):
    ends = [tmp_path / "first", tmp_path / "second"]
    first, second = (started(folder, until) for until in ends)
    ends[0].touch()
    assert first.stdout.readline() == "still 0\n"
    ends[1].touch()
    assert second.communicate(timeout=PATIENCE)[0] == "still 0\n"
    assert first.communicate(timeout=PATIENCE)[0] == ""
    assert (first.returncode, second.returncode) == (0, 0)
    assert free(folder)


def test_a_command_uses_the_servers_of_make_run(checkout, supervise):
    run = supervise(checkout).ready()
    done = manage(checkout, "notes")
    assert done.communicate(timeout=PATIENCE)[0] == "app sees 1\nstill 1\n"
    assert run.page() == "The web is app; notes: 1."


def test_a_killed_command_leaves_nothing_in_the_way(folder, tmp_path):
    first = started(folder, tmp_path / "never")
    first.kill()
    first.communicate()
    done = manage(folder, "notes")
    assert done.communicate(timeout=PATIENCE)[0].endswith("app sees 0\nstill 0\n")
    wait_until(lambda: free(folder), "the folder to be free")


def test_a_failing_command_says_so_and_stops_the_servers(folder):
    done = manage(folder, "shell", "-v", "0", "-c", "raise SystemExit(3)")
    done.communicate(timeout=PATIENCE)
    assert done.returncode == 3
    assert free(folder)


def test_the_role_follows_the_command(folder):
    words = "from config.models import role; print(role())"
    for more, role in (({}, "app"), ({"DATABASE_ROLE": "worker"}, "worker")):
        done = manage(folder, "shell", "-v", "0", "-c", words, **more)
        assert done.communicate(timeout=PATIENCE)[0].strip() == role


def test_a_command_without_need_of_a_database_starts_nothing(checkout):
    done = manage(checkout, "check")
    assert "no issues" in done.communicate(timeout=PATIENCE)[0]
    assert not (checkout / ".data" / "postgres").exists()


def test_a_role_without_an_address_is_refused_in_words(folder):
    done = manage(folder, "migrate", DATABASE_URL="postgres://app@/none")
    assert done.communicate(timeout=PATIENCE)[0] == (
        "migrate runs in the database role owner: give it DATABASE_OWNER_URL.\n"
    )
    assert done.returncode == 1


def test_it_goes_on_as_the_folders_own_python(folder):
    words = "import sys; print(sys.prefix)"
    done = manage(folder, "shell", "-v", "0", "-c", words, python=sys._base_executable)
    assert done.communicate(timeout=PATIENCE)[0].strip() == str(folder / ".venv")
