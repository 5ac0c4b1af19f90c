"""What My day asks about those at home: that they are told before the plan is made."""

from datetime import date

import pytest

from cases.rules import is_of_age, of_age_when_born_by
from overview.due.families import due
from tests.clock import TODAY
from tests.factories.cases import CaseAccessFactory, InvolvementFactory
from tests.factories.pupils import GuardianFactory
from tests.factories.voices import GuardianContactFactory
from tests.scope import acting


@pytest.fixture
def row(fjellet):
    return InvolvementFactory(case__unit=fjellet.school)


def asked(person):
    with acting(person, TODAY) as viewer:
        return [(str(duty.what), duty.due_on, duty.reference) for duty in due(viewer)]


def test_nobody_registered_is_nobody_told(fjellet, row):
    task = [("Tell the guardians", row.case.plan_due_on, row.case.reference)]
    for person in (fjellet.principal, fjellet.case_worker):
        assert asked(person) == task
    GuardianContactFactory(involvement=row, guardian=None, who="mor")
    assert asked(fjellet.principal) == []


def test_each_who_is_kept_informed_is_told(fjellet, row):
    mother = GuardianFactory(pupil=row.pupil)
    GuardianFactory(
        pupil=row.pupil, information="on_request", information_reason="Vil ikke.",
        information_decided_by=fjellet.principal,
    )  # fmt: skip
    assert len(asked(fjellet.principal)) == 1
    GuardianContactFactory(involvement__case__unit=fjellet.school, guardian=mother)
    assert row.case.reference in [reference for _what, _day, reference in asked(fjellet.principal)]
    GuardianContactFactory(involvement=row, guardian=mother)
    assert row.case.reference not in [ref for _what, _day, ref in asked(fjellet.principal)]


@pytest.mark.parametrize(
    "more",
    [
        {"role": "violating"},
        {"ends_on": TODAY},
        {"pupil": None, "described": "en elev"},
        {"pupil__protected": True},
        {"pupil__born_on": date(2008, 11, 23)},
        {"case__state": "closed", "case__ended_reason": "Trygt."},
    ],
)
def test_of_whom_nothing_is_asked(fjellet, more):
    InvolvementFactory(case__unit=fjellet.school, **more)
    assert asked(fjellet.principal) == []


def test_nobody_else_is_asked(fjellet, strand, row):
    CaseAccessFactory(case=row.case, person=fjellet.deputy)
    for person in (fjellet.teacher, fjellet.deputy, strand.principal, fjellet.ppt_adviser):
        assert asked(person) == []


@pytest.mark.parametrize("today", [date(2026, 11, 23), date(2028, 2, 29), date(2027, 3, 1)])
def test_the_last_day_of_birth_is_that_of_the_rule(today):
    last = of_age_when_born_by(today)
    assert is_of_age(last, today)
    assert not is_of_age(date.fromordinal(last.toordinal() + 1), today)
