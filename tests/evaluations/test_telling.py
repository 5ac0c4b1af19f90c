"""Soon due, due, late and long late: each level is told once, on the open days of the unit."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cases.models import Case
from evaluations.notices import EvaluationLate, EvaluationSoon, LateAtUnit
from evaluations.sweep import sweep
from measures.models import Measure
from notifications.models import Message
from organisations.models import SchoolYear
from tests.clock import NOW, TODAY
from tests.evaluations.scene import scene
from tests.factories.cases import CaseAccessFactory
from tests.factories.measures import SharedMeasureFactory
from tests.factories.organisations import AbsenceFactory, MembershipFactory, member
from tests.plugin_database import as_worker

MONDAY = date(2026, 11, 30)


def swept_on(day):
    with as_worker():
        sweep(datetime(day.year, day.month, day.day, 5, tzinfo=UTC))


def told(kind):
    rows = Message.objects.filter(kind=kind.name, channel="inbox")
    return [(row.person.name, row.level, row.due_on) for row in rows.order_by("person__name")]


@pytest.mark.parametrize(
    ("day", "is_told"),
    [
        (date(2026, 11, 24), False),
        (date(2026, 11, 25), True),  # Wednesday: Thursday, Friday, Monday
        (date(2026, 11, 29), True),
        (MONDAY, False),
    ],
)
def test_soon_is_three_open_days_before(fjellet, day, is_told):
    scene(fjellet, evaluate_on=MONDAY)
    swept_on(day)
    assert told(EvaluationSoon) == ([(fjellet.teacher.name, 1, MONDAY)] if is_told else [])


@pytest.mark.parametrize(
    ("day", "is_told"), [(date(2026, 12, 2), False), (date(2026, 12, 3), True)]
)
def test_late_is_three_open_days_after_and_told_to_the_principal(fjellet, day, is_told):
    scene(fjellet, evaluate_on=MONDAY)
    swept_on(day)
    assert told(EvaluationLate) == ([(fjellet.principal.name, 2, MONDAY)] if is_told else [])


@pytest.mark.parametrize(
    ("day", "is_told"), [(date(2026, 12, 11), False), (date(2026, 12, 14), True)]
)
def test_long_late_is_ten_open_days_after_and_told_to_the_owner(fjellet, day, is_told):
    set_up = scene(fjellet, evaluate_on=MONDAY)
    scene(fjellet, evaluate_on=MONDAY)
    swept_on(day)
    assert told(LateAtUnit) == ([(fjellet.owner_adviser.name, 3, MONDAY)] if is_told else [])
    rows = Message.objects.filter(kind=LateAtUnit.name)
    assert set(rows.values_list("thing_id", "case_id")) <= {(fjellet.school.pk, None)}
    assert set_up.case.pk not in rows.values_list("thing_id", flat=True)


def test_closed_days_of_the_unit_are_not_counted(fjellet):
    year, _made = SchoolYear.objects.get_or_create(
        organisation=fjellet.owner, kind="school", starts=2026,
        defaults={
            "first_day": date(2026, 8, 17), "last_day": date(2027, 6, 18), "changed_at": NOW,
        },
    )  # fmt: skip
    year.periods.create(
        starts=2026, first_day=date(2026, 12, 1), last_day=date(2026, 12, 4), kind="break"
    )
    scene(fjellet, evaluate_on=MONDAY)
    swept_on(date(2026, 12, 8))
    assert told(EvaluationLate) == []
    swept_on(date(2026, 12, 9))
    assert told(EvaluationLate) == [(fjellet.principal.name, 2, MONDAY)]


def test_each_level_is_told_once(fjellet):
    scene(fjellet, evaluate_on=MONDAY)
    for _time in range(2):
        for days in range(-7, 30):
            swept_on(MONDAY + timedelta(days=days))
    told_of = Message.objects.filter(kind__startswith="evaluations.", due_on=MONDAY)
    told_of = told_of.exclude(kind__contains=".Review")
    kinds = told_of.values_list("kind", "level", "channel").order_by("level", "channel")
    assert list(kinds) == [
        ("evaluations.EvaluationDue", 0, "email"),
        ("evaluations.EvaluationDue", 0, "inbox"),
        ("evaluations.EvaluationSoon", 1, "email"),
        ("evaluations.EvaluationSoon", 1, "inbox"),
        ("evaluations.EvaluationLate", 2, "email"),
        ("evaluations.EvaluationLate", 2, "inbox"),
        ("evaluations.LateAtUnit", 3, "email"),
        ("evaluations.LateAtUnit", 3, "inbox"),
    ]


def test_a_shared_measure_is_escalated_like_the_others(fjellet):
    SharedMeasureFactory(
        unit=fjellet.school, responsible=fjellet.teacher, running=True, evaluate_on=MONDAY
    )
    swept_on(date(2026, 11, 25))
    swept_on(date(2026, 12, 14))
    found = Message.objects.filter(channel="inbox").order_by("level")
    assert [(row.person, row.level) for row in found] == [
        (fjellet.teacher, 0),
        (fjellet.teacher, 1),
        (fjellet.principal, 2),
        (fjellet.owner_adviser, 3),
    ]


def test_an_excluded_principal_is_not_told_but_the_owner_who_holds_the_case_then(fjellet):
    set_up = scene(fjellet, evaluate_on=MONDAY)
    CaseAccessFactory(case=set_up.case, person=fjellet.principal)
    swept_on(date(2026, 12, 3))
    assert told(EvaluationLate) == [(fjellet.owner_adviser.name, 2, MONDAY)]


def test_an_excluded_adviser_is_not_told_of_what_is_closed_to_him(fjellet):
    """Also not that something is late at the unit: the number on the page leaves it out too."""
    another = member("owner_adviser", fjellet.owner)
    set_up = scene(fjellet, evaluate_on=MONDAY)
    CaseAccessFactory(case=set_up.case, person=fjellet.owner_adviser)
    swept_on(date(2026, 12, 14))
    assert told(LateAtUnit) == [(another.name, 3, MONDAY)]
    scene(fjellet, evaluate_on=MONDAY)
    swept_on(date(2026, 12, 14))
    assert {name for name, _level, _day in told(LateAtUnit)} == {
        another.name, fjellet.owner_adviser.name,
    }  # fmt: skip


def passing_by(set_up, place):
    """The owner holds it, and it is about a leader whom nobody has named."""
    Case.objects.filter(pk=set_up.case.pk).update(
        held_by=place.owner, is_about_staff=True, is_about_leader=True
    )


def test_an_adviser_who_works_at_the_unit_is_not_told_of_what_passes_its_leaders_by(fjellet):
    another = member("owner_adviser", fjellet.owner)
    MembershipFactory(person=fjellet.owner_adviser, organisation=fjellet.school)
    passing_by(scene(fjellet, evaluate_on=MONDAY), fjellet)
    swept_on(date(2026, 12, 14))
    assert told(LateAtUnit) == [(another.name, 3, MONDAY)]


@pytest.mark.parametrize("closed", ["excluded", "passes_by"])
def test_what_was_closed_to_the_adviser_meanwhile_is_not_sent(fjellet, closed):
    set_up = scene(fjellet, evaluate_on=MONDAY)
    swept_on(date(2026, 12, 14))
    message = Message.objects.get(kind=LateAtUnit.name, channel="email")
    if closed == "excluded":
        CaseAccessFactory(case=set_up.case, person=fjellet.owner_adviser)
    else:
        MembershipFactory(person=fjellet.owner_adviser, organisation=fjellet.school)
        passing_by(set_up, fjellet)
    with as_worker():
        assert LateAtUnit().may_receive(message, TODAY) is False
    SharedMeasureFactory(
        unit=fjellet.school, responsible=fjellet.teacher, running=True, evaluate_on=MONDAY
    )
    with as_worker():
        assert LateAtUnit().may_receive(message, TODAY) is True


def test_what_was_answered_or_whose_receiver_has_left_is_not_sent(fjellet):
    set_up = scene(fjellet, evaluate_on=MONDAY)
    swept_on(date(2026, 12, 14))
    late = Message.objects.get(kind=EvaluationLate.name, channel="email")
    long_late = Message.objects.get(kind=LateAtUnit.name, channel="email")
    with as_worker():
        assert EvaluationLate().may_receive(late, TODAY) is True
        assert LateAtUnit().may_receive(long_late, TODAY) is True
        assert LateAtUnit().still_due(long_late, NOW) is True
    late.person = fjellet.deputy
    long_late.person = fjellet.principal
    Measure.objects.filter(pk=set_up.measure.pk).update(evaluate_on=date(2027, 1, 11))
    with as_worker():
        assert EvaluationLate().may_receive(late, TODAY) is False
        assert LateAtUnit().may_receive(long_late, TODAY) is False
        assert EvaluationLate().still_due(late, NOW) is False
        assert LateAtUnit().still_due(long_late, NOW) is False


def test_whoever_stands_in_is_told_while_it_lasts(fjellet):
    scene(fjellet, evaluate_on=MONDAY)
    AbsenceFactory(
        person=fjellet.teacher, organisation=fjellet.school, substitute=fjellet.other_teacher,
        starts_on=date(2026, 11, 24), ends_on=date(2026, 11, 30),
    )  # fmt: skip
    swept_on(MONDAY)
    people = Message.objects.filter(level=0, channel="inbox").values_list("person", flat=True)
    assert set(people) == {fjellet.teacher.pk, fjellet.other_teacher.pk}


def test_whoever_stood_in_is_not_told_after(fjellet):
    scene(fjellet, evaluate_on=MONDAY)
    AbsenceFactory(
        person=fjellet.teacher, organisation=fjellet.school, substitute=fjellet.other_teacher,
        starts_on=date(2026, 11, 20), ends_on=date(2026, 11, 24),
    )  # fmt: skip
    swept_on(MONDAY)
    assert not Message.objects.filter(person=fjellet.other_teacher).exists()
