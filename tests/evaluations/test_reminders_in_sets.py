"""All reminders of a day are a fixed number of statements, however many are due."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluations.sweep import _steps
from tests.clock import NOW, TODAY
from tests.evaluations.scene import scene
from tests.factories.evaluations import CaseReviewFactory
from tests.factories.handovers import HandoverFactory
from tests.factories.measures import MeasureFactory, SharedMeasureFactory
from tests.factories.voices import TrustedAdultFactory
from tests.plugin_database import as_worker

# Due, late and long late; three open days ahead is soon.
LONG_AGO, SOON = TODAY - timedelta(days=30), TODAY + timedelta(days=2)


def tell_all():
    """What each telling step of the daily round has told, and the number of its statements."""
    found = {}
    for name, step in _steps().items():
        if name == "talks" or "told" in name:
            with as_worker(), CaptureQueriesContext(connection) as asked:
                told = step(now=NOW)
            found[name] = (told, len(asked))
    return found


def more_is_due(place, number):
    plan = scene(place, evaluate_on=LONG_AGO).measure.plan
    for day in (LONG_AGO, SOON):
        MeasureFactory.create_batch(
            number, plan=plan, running=True, evaluate_on=day, responsible=place.teacher
        )  # fmt: skip
        SharedMeasureFactory.create_batch(
            number, unit=place.school, running=True, evaluate_on=day, responsible=place.teacher
        )
    for _number in range(number):
        one = {"involvement__case__unit": place.school, "adult": place.teacher}
        case = TrustedAdultFactory(**one).case
        CaseReviewFactory(case=case, due_on=LONG_AGO)
        HandoverFactory(case=case, kind="august", due_on=LONG_AGO)


@pytest.mark.django_db
def test_each_step_asks_as_much_for_many_as_for_few_and_nothing_is_told_twice(fjellet):
    more_is_due(fjellet, 1)
    few = tell_all()
    more_is_due(fjellet, 10)
    many = tell_all()
    again = tell_all()
    assert {name: asked for name, (_told, asked) in many.items()} == {
        name: asked for name, (_told, asked) in few.items()
    }
    ours = [
        "told", "shared_told", "told_soon", "told_late", "reviews_told", "talks", "handovers_told",
    ]  # fmt: skip
    assert [name for name in ours if not 0 < few[name][0] < many[name][0]] == []
    assert {name: told for name, (told, _asked) in again.items() if told} == {}
