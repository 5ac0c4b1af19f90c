"""The adult says that it works, and the pupil does not feel safe: that follows from the answers as
they stand, also when one was set right, was replaced, or was given under another name."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cases.actions import change_role, name_involved, record_safety
from cases.models import SafetyAnswer
from evaluations.models import Evaluation
from tests.clock import TODAY
from tests.evaluations.scene import scene
from tests.evaluations.test_correcting import corrected
from tests.evaluations.test_views import posted, text
from tests.factories.cases import InvolvementFactory, SafetyAnswerFactory
from tests.factories.evaluations import EvaluationFactory
from tests.factories.pupils import PupilFactory
from tests.measures.scene import do

WEEK = timedelta(days=7)


def evaluated(set_up, effect="yes", **answer):
    safety = SafetyAnswerFactory(**{"involvement": set_up.pupil} | answer)
    return EvaluationFactory(measure=set_up.measure, effect=effect, safety=safety)


def disagrees():
    return Evaluation.objects.with_disagreement().get().disagrees


@pytest.mark.parametrize(
    ("before", "value", "expected"),
    [(None, 1, True), (None, 2, True), (None, 3, False), (5, 3, True), (4, 3, True), (3, 3, False),
     (3, 4, False), (1, 2, True)],
)  # fmt: skip
def test_it_works_and_the_pupil_is_unsafe_or_less_safe_than_before(
    fjellet, before, value, expected
):
    set_up = scene(fjellet)
    if before:
        SafetyAnswerFactory(involvement=set_up.pupil, day=TODAY - WEEK, value=before)
    evaluated(set_up, value=value)
    assert disagrees() is expected


@pytest.mark.parametrize(
    ("effect", "answer"),
    [
        ("partly", {"value": 1}),
        ("no", {"value": 1}),
        ("yes", {"value": 1, "answered_by": "adult"}),
        ("yes", {"value": 1, "answered_by": "guardian"}),
    ],
)
def test_only_against_the_pupils_own_word_and_only_where_it_is_said_to_work(
    fjellet, effect, answer
):
    evaluated(scene(fjellet), effect, **answer)
    assert disagrees() is False


def test_without_an_answer_nobody_disagrees(fjellet):
    EvaluationFactory(measure=scene(fjellet).measure, effect="yes")
    assert disagrees() is False


def test_whoever_does_not_want_to_answer_does_not_disagree(fjellet):
    evaluated(scene(fjellet), value=None, missing="declined")
    assert disagrees() is False


def test_what_others_said_before_and_what_adults_saw_is_nothing_to_fall_from(fjellet):
    set_up = scene(fjellet)
    other = InvolvementFactory(case=set_up.case, role="exposed")
    SafetyAnswerFactory(involvement=other, day=TODAY - WEEK, value=5)
    SafetyAnswerFactory(involvement=set_up.pupil, day=TODAY - WEEK, value=5, answered_by="adult")
    evaluated(set_up, value=3)
    assert disagrees() is False


def test_somebody_is_followed_through_roles_and_names(fjellet):
    """Asked when nobody knew the name, and again in the same role after another one."""
    set_up = scene(fjellet)
    first = InvolvementFactory(
        case=set_up.case, role="exposed", pupil=None, described="en elev",
        starts_on=TODAY - 4 * WEEK,
    )  # fmt: skip
    SafetyAnswerFactory(involvement=first, day=TODAY - 3 * WEEK, value=5)
    row = first
    for role, weeks in (("unclear", 2), ("exposed", 1)):
        row = do(
            change_role, fjellet.principal, involvement=row, on=TODAY - weeks * WEEK, role=role
        )
    named = PupilFactory(unit=fjellet.school)
    row = do(name_involved, fjellet.principal, involvement=row, on=TODAY, pupil=named)
    assert SafetyAnswer.objects.get().involvement_id != row.pk
    evaluated(set_up, involvement=row, value=4)
    assert disagrees() is True


SENTENCE, TASK = "Not seen alike", "but an adult says that it helps"


def shown(client, set_up):
    """To the one who leads: in the case, and as the task on My day."""
    case = set_up.case.get_absolute_url()
    return SENTENCE in text(client.get(case)), TASK in text(client.get(reverse("overview:today")))


def test_it_follows_the_answer_when_that_is_set_right(fjellet, signed_in):
    set_up = scene(fjellet)
    posted(signed_in(fjellet.teacher), set_up, safety="1", effect="yes")
    assert shown(signed_in(fjellet.principal), set_up) == (True, True)
    corrected(SafetyAnswer.objects.get(), fjellet.teacher, 4)
    assert shown(signed_in(fjellet.principal), set_up) == (False, False)
    corrected(SafetyAnswer.objects.get(), fjellet.teacher, 2)
    assert shown(signed_in(fjellet.principal), set_up) == (True, True)


def test_it_follows_the_childs_own_word_in_the_place_of_what_adults_saw(fjellet, signed_in):
    set_up = scene(fjellet)
    posted(signed_in(fjellet.teacher), set_up, safety="2", effect="yes", answered_by="adult")
    assert shown(signed_in(fjellet.principal), set_up) == (False, False)
    told = {"involvement": set_up.pupil, "day": TODAY, "value": 1}
    do(record_safety, fjellet.deputy, case=set_up.case, **told)
    assert shown(signed_in(fjellet.principal), set_up) == (True, True)
