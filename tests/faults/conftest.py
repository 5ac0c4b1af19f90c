import json
from collections import defaultdict

import pytest
from django.conf import settings

from notifications import tasks
from tests.faults import table
from tests.faults.fault import Fault
from tests.faults.mailhost import MailHost
from tests.faults.processes import Nursery


def pytest_collection_modifyitems(items):
    """A part for every day; all of them when all are asked for (``table``)."""
    items[:] = [
        item
        for item in items
        if "faults" not in item.path.parts or table.is_asked_for(item.originalname)
    ]


@pytest.fixture(autouse=True)
def asked_anew(monkeypatch):
    """Whatever the test before has done to Valkey."""
    monkeypatch.setattr(tasks, "_quiet_until", 0.0)


@pytest.fixture(params=table.SEEDS)
def seed(request):
    return request.param


@pytest.fixture(scope="session")
def _nursery(servers, django_db_setup):
    urls = servers.urls(settings.DATABASES["default"]["NAME"])
    # What is said to be done is done, also when the server is killed right after it.
    environment = {
        **urls,
        "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
        "PGOPTIONS": "-c synchronous_commit=on",
    }
    nursery = Nursery(servers, environment)
    yield nursery
    nursery.stop()


@pytest.fixture
def nursery(_nursery, valkey, transactional_db):
    yield _nursery
    _nursery.clear()


@pytest.fixture
def host(seed):
    host = MailHost(seed)
    host.start()
    yield host
    host.stop()


@pytest.fixture
def fault(request, seed, host, nursery, record_property):
    fault = Fault(seed, host, nursery)
    yield fault
    assert fault.result is not None, "this test never asked what must hold: fault.check()"
    case = table.case_of(request.node.originalname)
    record_property("fault", json.dumps({"case": case, **fault.result}))


def pytest_terminal_summary(terminalreporter):
    """The table of `make faults`."""
    if not table.EVERY_FAULT:
        return
    rows, failed = defaultdict(list), set()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", "") == "teardown":
                for found in figures(report):
                    rows[found["case"]].append(found)
            if getattr(report, "failed", False):
                failed.add(table.case_of(report.nodeid.split("::")[-1]))
    terminalreporter.section("faults")
    for line in lines(rows, failed):
        terminalreporter.write_line(line)


def figures(report):
    return [json.loads(value) for name, value in report.user_properties if name == "fault"]


def lines(rows, failed):
    yield "case  runs   sent  kills  faults  copies explained  lost  seconds  what"
    for case in sorted(rows):
        runs = rows[case]
        total = {name: sum(run[name] for run in runs) for name in runs[0] if name != "case"}
        yield (
            f"{case:5} {len(runs):4} {total['sent']:6} {total['kills']:6} {total['faults']:7} "
            f"{total['copies']:17} {total['lost']:5} {total['seconds']:8.0f}  "
            f"{table.CASES.get(case, 'the long run')}"
        )
    yield f"failed: {', '.join(sorted(failed)) or 'none'}"
