import pytest

from tests.guards import clock, tree

# Modules that must read the clock themselves, each with the reason.
MAY_READ = {"accounts/adapter.py": "allauth calls it in the middle of a request and gives no time"}


def test_only_the_edge_reads_the_clock():
    modules = [path for path in tree.product_modules() if tree.name(path) not in MAY_READ]
    assert clock.below_the_edge(modules) == []


@pytest.mark.parametrize(
    ("name", "line", "faults"),
    [
        ("cases/actions.py", "now = timezone.now()", 1),
        ("cases/rules.py", "today = date.today()", 1),
        ("cases/querysets.py", "today = timezone.localdate()", 1),
        ("cases/actions.py", "today = timezone.localdate(now)", 0),
        ("cases/views.py", "now = timezone.now()", 0),
        ("cases/views/closing.py", "now = timezone.now()", 0),
        ("cases/tasks.py", "now = timezone.now()", 0),
        ("cases/management/commands/sweep.py", "now = timezone.now()", 0),
    ],
)
def test_reading_the_clock_below_the_edge_is_found(tmp_path, name, line, faults):
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(line + "\n")
    assert len(clock.below_the_edge([path])) == faults
