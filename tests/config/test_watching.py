"""The simulated year sees that the leader and the owner are told of what is left too long."""

from contextlib import nullcontext
from datetime import date
from types import SimpleNamespace

import pytest

from cases.actions import tell_due_handovers
from config.simulation import watching
from config.simulation.ledger import Awaited, Ledger
from config.simulation.reckoning import OpenDays
from evaluations.telling import tell_late, tell_owner, tell_reviews
from tests.evaluations.scene import scene
from tests.evaluations.test_reviews import run, waiting
from tests.evaluations.test_rounds_late import late_step
from tests.factories.measures import SharedMeasureFactory

MONDAY, TENTH = date(2026, 11, 30), date(2026, 12, 14)


def measure(place):
    return scene(place, evaluate_on=MONDAY).measure


def shared(place):
    given = {"running": True, "evaluate_on": MONDAY, "responsible": place.teacher}
    return SharedMeasureFactory(unit=place.school, **given)


def review(place):
    return waiting(place, due_on=MONDAY)


KINDS = {
    "evaluation": (measure, tell_late),
    "shared": (shared, tell_late),
    "review": (review, tell_reviews),
    "handover": (late_step, tell_due_handovers),
}


@pytest.fixture(params=KINDS)
def awaited(request, fjellet):
    """One of each kind that is told of further and further up, and who tells the leader of it."""
    make, tell_leader = KINDS[request.param]
    school = SimpleNamespace(unit=fjellet.school, days=OpenDays())
    return Awaited(request.param, make(fjellet).pk, MONDAY, school, marks=()), tell_leader


def missed(awaited):
    """What the year says that was missed, of a duty that has lain for ten open days."""
    ledger = Ledger()
    ledger.expect(awaited)
    watching.look_at_levels(SimpleNamespace(day=TENTH, ledger=ledger, sees_all=nullcontext))
    awaited.level = 0
    return [words.split(": ")[1].split(" (")[0] for words in ledger.missed]


def test_each_level_that_nobody_was_told_at_is_missed(fjellet, awaited):
    one, tell_leader = awaited
    assert missed(one) == ["the leader was not told", "the owner was not told"]
    run(tell_leader, TENTH)
    assert missed(one) == ["the owner was not told"]
    run(tell_owner, TENTH)
    assert missed(one) == []
