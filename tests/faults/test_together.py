"""F20, F21, F43 and F46: many at once, nobody for days, ten thousand in a morning, too late."""

import time
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from evaluations.notices import EvaluationDue
from notifications.models import Message
from overview.health import checks
from tests.clock import NOW, TODAY
from tests.evaluations.scene import scene
from tests.faults.test_senders import beat, worker
from tests.faults.web import Web
from tests.plugin_database import as_app

ALERTS = 10_000
FIRST_DAY = datetime(2026, 8, 17, 6, tzinfo=UTC)  # 08:00 in Oslo


def told_of(measures):
    rows = Message.objects.filter(kind=EvaluationDue.name, channel="inbox", due_on=TODAY)
    return sorted(rows.values_list("thing_id", "person_id")), sorted(
        (measure.pk, measure.responsible_id) for measure in measures
    )


def test_f20_beats_sweeps_and_a_drain_at_once(fault, fjellet, valkey):
    """Whatever runs twice: nobody is told twice, and each letter goes once."""
    measures = [scene(fjellet).measure for _number in range(fault.random.randint(3, 6))]
    go = fault.nursery.servers.folder / "go"
    go.unlink(missing_ok=True)
    moments = [NOW.isoformat()] * 2
    sweeps = [fault.nursery("sweep_at", times=moments, until_file=str(go)) for _number in range(3)]
    others = [worker(fault), beat(fault), beat(fault)]
    fault.letters(40)
    go.touch()
    fault.drain()
    for sweep in sweeps:
        sweep.wait()
        assert "could not do this" not in sweep.text()
    found, wanted = told_of(measures)
    assert found == wanted
    fault.settle()
    stop(others)
    fault.settle_at(timezone.now())
    fault.check()


def stop(processes):
    for process in processes:
        process.kill()


def test_f21_nothing_runs_for_three_days(fault, fjellet):
    """What fell due meanwhile is told of once; somebody outside had been alarmed long before."""
    measures = [scene(fjellet).measure for _number in range(fault.random.randint(3, 6))]
    fault.nursery("sweep_at", times=[(NOW - timedelta(days=1)).isoformat()]).wait()
    fault.deliver_at(NOW - timedelta(days=1))
    with as_app():
        red = {check.name for check in checks(NOW) if check.is_red}
    assert {"deliver", "sweep"} <= red
    late = NOW + timedelta(days=3)
    fault.nursery("sweep_at", times=[late.isoformat()] * 2).wait()
    found, wanted = told_of(measures)
    assert found == wanted
    fault.settle_at(late)
    fault.check()


def test_f43_ten_thousand_alerts_in_a_morning(fault, fjellet):
    """Three senders; meanwhile pages are shown. Both are measured, and printed."""
    fault.many_letters(ALERTS, due_at=FIRST_DAY)
    web = Web(fault.nursery)
    hand = web.hand_of(fjellet.principal)
    hand.wait_until_well()
    start = time.monotonic()
    for _number in range(3):
        fault.sender()
    took = []
    while Message.objects.emails().filter(state__in=["ready", "leased"]).exists():
        before = time.monotonic()
        answer = hand.get(fault.random.choice(["/today/", "/cases/", "/messages/"]))
        took.append(time.monotonic() - before)
        assert answer.status_code == 200
        time.sleep(0.2)
    slowest = sorted(took)[len(took) * 95 // 100]
    print(
        f"measured: {ALERTS} letters by three senders {time.monotonic() - start:.0f} s; "
        f"{len(took)} pages meanwhile, 95 of 100 within {slowest * 1000:.0f} ms"
    )
    web.stop()
    fault.check()


def test_f46_a_role_that_ends_before_the_mail_goes(fault):
    """Cancelled, with the reason; nothing is sent to the one who has left."""
    letters = fault.some_letters()
    left = fault.random.choice(letters)
    membership = left.person.memberships.get()
    membership.ends_on = membership.starts_on
    membership.save()
    fault.deliver_at()
    left.refresh_from_db()
    assert (left.state, left.last_error) == ("cancelled", "no right to it any more")
    assert left.person.email not in fault.host.to()
    fault.check(cancelled=1)
