"""A measure is evaluated sooner, since the pupil does not feel safe after all."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from cases.models import Case
from common.errors import ActionError
from measures.actions import bring_evaluation_forward
from measures.models import Measure
from organisations.calendar import Day
from tests.evaluations.scene import scene
from tests.factories.measures import MeasureFactory
from tests.measures.scene import do


@pytest.fixture(autouse=True)
def all_in_english(english):
    """Asked for by every test here."""


def forward(measure, by, to=date(2026, 11, 30)):
    return do(bring_evaluation_forward, by, measure=measure, to=Day(to, provisional=False))


def test_bring_evaluation_forward_only_brings_a_date_nearer(fjellet):
    measure = scene(fjellet, evaluate_on=date(2026, 12, 7)).measure
    assert forward(measure, fjellet.teacher) is True
    for later in (date(2026, 11, 30), date(2026, 12, 4)):
        assert forward(measure, fjellet.teacher, later) is False
    measure.refresh_from_db()
    assert (measure.evaluate_on, measure.counted_from) == (date(2026, 11, 30), None)


def test_bring_evaluation_forward_refused_by_state(fjellet):
    set_up = scene(fjellet, evaluate_on=date(2026, 12, 7))
    planned = MeasureFactory(plan=set_up.measure.plan, responsible=fjellet.teacher)
    assert forward(planned, fjellet.teacher) is False
    answered = {"answered_for": date(2026, 11, 30)}
    Measure.objects.filter(pk=set_up.measure.pk).update(**answered)
    assert forward(set_up.measure, fjellet.teacher) is False
    Case.objects.filter(pk=set_up.case.pk).update(state="closed", ended_reason="Trygt.")
    with pytest.raises(ActionError, match="has ended"):
        forward(set_up.measure, fjellet.teacher)


def test_bring_evaluation_forward_refused_by_role(fjellet):
    measure = scene(fjellet, evaluate_on=date(2026, 12, 7)).measure
    with pytest.raises((PermissionDenied, Case.DoesNotExist)):
        forward(measure, fjellet.ppt_adviser)
