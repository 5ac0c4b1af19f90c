"""Somebody described turns out to be one of the unit's pupils."""

from datetime import date, timedelta

import pytest

from audit.models import Event
from cases.safety import somebody_is_unsafe, voices
from common.errors import ActionError
from tests.cases.involving import ENDED, FRIDAY, change, name, unnamed
from tests.clock import TODAY
from tests.factories.cases import CaseFactory, InvolvementFactory, SafetyAnswerFactory
from tests.factories.measures import MeasureFactory, PlanFactory
from tests.factories.pupils import PupilFactory
from tests.scope import refused_to

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def case(fjellet):
    return CaseFactory(unit=fjellet.school)


def test_name_involved_keeps_the_row_with_its_plan_and_writes_what_was_known_before(fjellet, case):
    row = unnamed(case, role="exposed", starts_on=FRIDAY, elsewhere="")
    plan = PlanFactory(case=case, about=row)
    MeasureFactory(plan=plan, running=True, evaluate_on=TODAY)
    pupil = PupilFactory(unit=fjellet.school)
    named = name(row, fjellet.principal, pupil)
    named.refresh_from_db()
    assert (named.pk, named.pupil, named.described, named.starts_on, named.ends_on) == (
        row.pk, pupil, "", TODAY, None,
    )  # fmt: skip
    before = named.continues
    assert (before.described, before.starts_on, before.ends_on, before.role) == (
        "en elev på tiende", FRIDAY, TODAY, "exposed",
    )  # fmt: skip
    plan.refresh_from_db()
    assert plan.about == named
    assert Event.objects.get(name="involvement.named").target_id == row.pk


def test_name_involved_after_a_change_of_role_keeps_the_whole_line(fjellet, case):
    first = unnamed(case, role="unclear", starts_on=FRIDAY)
    second = change(first, fjellet.principal, role="violating")
    named = name(second, fjellet.principal, PupilFactory(unit=fjellet.school))
    assert [named.continues.role, named.continues.continues] == ["violating", first]


def test_name_involved_twice_is_one(fjellet, case):
    row, pupil = unnamed(case), PupilFactory(unit=fjellet.school)
    assert name(row, fjellet.principal, pupil) == name(row, fjellet.principal, pupil)
    assert case.involvements.count() == 2


def test_name_involved_refused_by_state_of_who_it_is(fjellet, strand, case):
    row = unnamed(case, role="exposed")
    has_it = InvolvementFactory(case=case, role="exposed").pupil
    for pupil in (
        PupilFactory(unit=fjellet.other_school), PupilFactory(unit=strand.school),
        PupilFactory(unit=fjellet.school, protected=True), has_it,
    ):  # fmt: skip
        with pytest.raises(ActionError):
            name(row, fjellet.principal, pupil)
    own = PupilFactory(unit=fjellet.school)
    for other in (unnamed(case, group_size=3), InvolvementFactory(case=case, role="unclear")):
        with pytest.raises(ActionError):
            name(other, fjellet.principal, own)
    for day in (TODAY + timedelta(days=1), FRIDAY, date(1999, 1, 1)):
        with pytest.raises(ActionError):
            name(row, fjellet.principal, own, on=day)


@pytest.mark.parametrize("ended", ENDED)
def test_name_involved_refused_by_state(fjellet, ended):
    row = unnamed(CaseFactory(unit=fjellet.school, **ended))
    with pytest.raises(ActionError):
        name(row, fjellet.principal, PupilFactory(unit=fjellet.school))
    gone = unnamed(CaseFactory(unit=fjellet.school), ends_on=TODAY)
    with pytest.raises(ActionError, match="ended already"):
        name(gone, fjellet.principal, PupilFactory(unit=fjellet.school))


def test_name_involved_refused_by_role(fjellet, strand, case):
    row, pupil = unnamed(case), PupilFactory(unit=fjellet.school)
    refused_to(
        (fjellet.teacher, fjellet.other_principal, strand.principal),
        lambda by: name(row, by, pupil),
    )


def test_somebody_who_is_named_after_a_change_of_role_has_one_voice(fjellet, case):
    """What was said before the name was known is followed by what is said after it."""
    first = unnamed(case, role="exposed", starts_on=FRIDAY)
    SafetyAnswerFactory(case=case, involvement=first, day=FRIDAY, value=1)
    second = change(first, fjellet.principal, role="violating")
    named = name(second, fjellet.principal, PupilFactory(unit=fjellet.school))
    back = change(named, fjellet.principal, role="exposed")
    SafetyAnswerFactory(case=case, involvement=back, day=TODAY, value=5)
    (voice,) = voices(case)
    assert (voice.is_exposed, sorted(answer.value for answer in voice.answers)) == (True, [1, 5])
    assert not somebody_is_unsafe(case)
