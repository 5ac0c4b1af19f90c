"""How safe the one exposed says it is: asked once a day, while the case is open."""

from datetime import date

import pytest
from django.utils import translation

from audit.models import Event
from cases.actions import AnsweredThatDay, record_safety
from cases.models import SafetyAnswer
from cases.notices import PupilUnsafe
from common.errors import ActionError
from notifications.models import Message
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseFactory, InvolvementFactory, SafetyAnswerFactory
from tests.scope import acting, refused_to

ADULT, GUARDIAN = {"answered_by": "adult"}, {"answered_by": "guardian"}


def ask(person, by, **more):
    with acting(by, TODAY):
        return record_safety(
            case=person.case,
            involvement=person,
            by=by,
            now=NOW,
            **({"day": TODAY, "value": 2} | more),
        )


def test_record_safety_is_a_fact_of_the_case(fjellet):
    person = InvolvementFactory(case__unit=fjellet.school)
    answer = ask(person, fjellet.teacher)
    answer.refresh_from_db()
    assert (answer.case, answer.value, answer.missing) == (person.case, 2, "")
    assert (answer.answered_by, answer.recorded_by) == ("pupil", fjellet.teacher)
    event = Event.objects.get(name="safety.recorded")
    assert (event.data, event.case_id) == ({"value": 2}, person.case_id)


@pytest.mark.parametrize(
    ("first", "second", "stands"),
    [
        ({"value": 2}, {"value": 2}, (2, "")),
        ({"value": 5}, {"value": 2}, (2, "")),
        ({"value": 2}, {"value": None, "missing": "not_asked"}, (2, "")),
        ({"value": 4} | ADULT, {"value": 1}, (1, "")),
        ({"value": 1} | GUARDIAN, {"value": 4}, (4, "")),
        ({"value": 4} | ADULT, {"value": 2} | GUARDIAN, (2, "")),
        ({"value": 4} | ADULT, {"value": None, "missing": "declined"}, (None, "declined")),
        ({"value": None, "missing": "not_asked"}, {"value": 4}, (4, "")),
        (
            {"value": None, "missing": "not_asked"},
            {"value": None, "missing": "declined"},
            (None, "declined"),
        ),
        (
            {"value": None, "missing": "declined"},
            {"value": None, "missing": "not_asked"},
            (None, "declined"),
        ),
        ({"value": None, "missing": "declined"}, {"value": 1}, (1, "")),
    ],
)
def test_record_safety_is_asked_once_a_day(fjellet, first, second, stands):
    person = InvolvementFactory(case__unit=fjellet.school)
    answer = ask(person, fjellet.teacher, **first)
    assert ask(person, fjellet.principal, **second) == answer
    answer.refresh_from_db()
    assert (answer.value, answer.missing) == stands
    assert SafetyAnswer.objects.count() == 1


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        ({"value": 2}, {"value": 5}, "The pupil has answered that day already: 2 Unsafe."),
        ({"value": 2}, {"value": 1} | ADULT, "The pupil has answered that day already: 2 Unsafe."),
        ({"value": 2}, {"value": None, "missing": "declined"}, "save again without another"),
        ({"value": 2} | ADULT, {"value": 4} | GUARDIAN, "Adults have already written"),
        ({"value": 1} | ADULT, {"value": None, "missing": "declined"}, "Adults have already"),
        ({"value": None, "missing": "declined"}, {"value": 4} | ADULT, "did not want to answer"),
    ],
)
def test_record_safety_refused_by_state_of_the_days_answer(fjellet, first, second, sentence):
    person = InvolvementFactory(case__unit=fjellet.school)
    answer = ask(person, fjellet.teacher, **first)
    with translation.override("en"), pytest.raises(AnsweredThatDay, match=sentence):
        ask(person, fjellet.teacher, **second)
    assert SafetyAnswer.objects.get().value == first["value"]
    assert Event.objects.filter(name="safety.recorded").count() == 1
    assert SafetyAnswer.objects.get() == answer


def test_record_safety_of_the_child_itself_alarms_after_an_adults_better_mark(fjellet):
    """Each is written in the log, and the child's is what asks for something today."""
    person = InvolvementFactory(case__unit=fjellet.school)
    ask(person, fjellet.teacher, value=4, answered_by="adult")
    answer = ask(person, fjellet.other_teacher, value=1)
    assert (answer.answered_by, answer.recorded_by) == ("pupil", fjellet.other_teacher)
    person.case.refresh_from_db()
    assert person.case.unsafe_since == TODAY
    told = Message.objects.filter(kind=PupilUnsafe.name)
    assert fjellet.principal.pk in told.values_list("person", flat=True)
    values = Event.objects.filter(name="safety.recorded").values_list("data__value", flat=True)
    assert sorted(values) == [1, 4]


def test_record_safety_knows_a_child_that_was_named_later(fjellet):
    """A fall of two is one, and the day's answer one, though the row is another."""
    unnamed = {"pupil": None, "described": "jente på 5.", "ends_on": TODAY}
    first = InvolvementFactory(case__unit=fjellet.school, **unnamed)
    ask(first, fjellet.teacher, value=5, day=date(2026, 11, 16))
    answer = ask(first, fjellet.teacher, value=5)
    named = InvolvementFactory(case=first.case, continues=first)
    assert ask(named, fjellet.teacher, value=3) == answer
    named.case.refresh_from_db()
    assert named.case.unsafe_since == TODAY


def test_record_safety_another_day_is_another_answer(fjellet):
    known = SafetyAnswerFactory(involvement__case__unit=fjellet.school, day=date(2026, 11, 16))
    assert ask(known.involvement, fjellet.teacher) != known


@pytest.mark.parametrize("state", ["closed", "void"])
def test_record_safety_refused_by_state(fjellet, state):
    person = InvolvementFactory(
        case__unit=fjellet.school, case__state=state, case__ended_reason="Slutt."
    )
    with pytest.raises(ActionError):
        ask(person, fjellet.teacher)


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": 0}, {"value": 6}, {"value": None}, {"value": 3, "missing": "declined"},
        {"value": None, "missing": "forgot"}, {"answered_by": "the cat"},
        {"day": date(2026, 11, 24)}, {"day": date(1999, 1, 1)},
    ],
)  # fmt: skip
def test_record_safety_refused_by_state_of_the_answer(fjellet, wrong):
    person = InvolvementFactory(case__unit=fjellet.school)
    with pytest.raises(ActionError):
        ask(person, fjellet.teacher, **wrong)
    assert SafetyAnswer.objects.count() == 0


def test_record_safety_refused_by_state_of_the_one_asked(fjellet):
    case = CaseFactory(unit=fjellet.school)
    violating = InvolvementFactory(case=case, role="violating")
    elsewhere = InvolvementFactory(case__unit=fjellet.school)
    elsewhere.case = case
    with pytest.raises(ActionError):
        ask(violating, fjellet.teacher)
    elsewhere.case_id = InvolvementFactory(case__unit=fjellet.school).case_id
    with acting(fjellet.teacher, TODAY), pytest.raises(ActionError):
        record_safety(
            case=case, involvement=elsewhere, by=fjellet.teacher, now=NOW, day=TODAY, value=3
        )


def test_record_safety_refused_by_role(fjellet, strand):
    person = InvolvementFactory(case__unit=fjellet.school)
    refused_to(
        (fjellet.school_administrator, fjellet.ppt_adviser, strand.teacher),
        lambda by: ask(person, by),
    )
