"""How safe the one exposed says it is: asked once a day, while the case is open."""

from datetime import date

import pytest

from audit.models import Event
from cases.actions import record_safety
from cases.models import SafetyAnswer
from common.errors import ActionError
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseFactory, InvolvementFactory, SafetyAnswerFactory
from tests.scope import acting, refused_to


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
        ({"value": 2}, {"value": 5}, (2, "")),
        ({"value": 2}, {"value": None, "missing": "declined"}, (2, "")),
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
