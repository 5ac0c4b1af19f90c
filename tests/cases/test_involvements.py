"""Who is involved: added, in another role, known by name, no longer part of the case."""

import uuid
from datetime import date, timedelta

import pytest

from audit.models import Event
from common.errors import ActionError
from tests.cases.involving import ENDED, FRIDAY, add, change, rows, unnamed
from tests.clock import TODAY
from tests.factories.cases import CaseAccessFactory, CaseFactory, InvolvementFactory
from tests.factories.measures import MeasureFactory, PlanFactory
from tests.factories.pupils import PupilFactory
from tests.factories.voices import HearingFactory, TrustedAdultFactory
from tests.scope import refused_to

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def case(fjellet):
    return CaseFactory(unit=fjellet.school)


# ---------------------------------------------------------------- add
def test_add_involvement_of_pupils_without_a_known_role(fjellet, case):
    two = PupilFactory.create_batch(2, unit=fjellet.school)
    made = add(case, fjellet.deputy, pupils=two)
    assert {row.pupil for row in made} == set(two)
    assert rows(case) == [("unclear", TODAY, None)] * 2
    events = Event.objects.filter(name="involvement.added")
    assert [event.data for event in events] == [{"role": "unclear", "kind": "named"}] * 2


def test_add_involvement_of_somebody_unnamed_and_of_a_group_elsewhere(fjellet, case):
    (one,) = add(case, fjellet.principal, described=" en  elev ", role="exposed")
    assert (one.described, one.group_size, one.elsewhere) == ("en elev", None, "")
    (group,) = add(
        case, fjellet.principal, described="de som delte", group_size=12, elsewhere="Strand skole",
        role="bystander", manner="shared", starts_on=FRIDAY,
    )  # fmt: skip
    group.refresh_from_db()
    assert (group.group_size, group.elsewhere, group.manner, group.starts_on) == (
        12, "Strand skole", "shared", FRIDAY,
    )  # fmt: skip


def test_add_involvement_gives_one_pupil_several_roles(fjellet, case):
    pupil = PupilFactory(unit=fjellet.school)
    for role in ("exposed", "violating", "bystander"):
        add(case, fjellet.principal, pupils=[pupil], role=role)
    assert case.involvements.filter(pupil=pupil).count() == 3


def test_add_involvement_from_the_same_sheet_is_one(fjellet, case):
    token, pupil = uuid.uuid4(), PupilFactory(unit=fjellet.school)
    asked = {"token": token, "pupils": [pupil], "described": "en til"}
    assert add(case, fjellet.principal, **asked) == add(case, fjellet.principal, **asked)
    assert case.involvements.count() == 2
    with pytest.raises(ActionError):
        add(case, fjellet.principal, **asked, role="exposed")
    assert case.involvements.count() == 2


@pytest.mark.parametrize("ended", ENDED)
def test_add_involvement_refused_by_state(fjellet, ended):
    with pytest.raises(ActionError):
        add(CaseFactory(unit=fjellet.school, **ended), fjellet.principal, described="en elev")


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"described": "…"},
        {"described": "x" * 121},
        {"described": "a\x00b"},
        {"described": "en gruppe", "group_size": 1},
        {"described": "en gruppe", "group_size": 1_001},
        {"group_size": 3},
        {"elsewhere": "Strand skole"},
        {"described": "en elev", "role": "hero"},
        {"described": "en elev", "manner": "saw"},
        {"described": "en elev", "role": "bystander", "manner": "danced"},
        {"described": "en elev", "starts_on": date(1999, 1, 1)},
        {"described": "en elev", "starts_on": FRIDAY - timedelta(days=1)},
        {"described": "en elev", "starts_on": TODAY + timedelta(days=1)},
    ],
)
def test_add_involvement_refused_by_state_of_what_is_told(fjellet, case, wrong):
    with pytest.raises(ActionError):
        add(case, fjellet.principal, **wrong)
    assert not case.involvements.exists()


def test_add_involvement_refused_by_state_of_the_pupils(fjellet, strand, case):
    """Another school's, one who has left, a protected one, and one who has the role already."""
    own = PupilFactory(unit=fjellet.school)
    add(case, fjellet.principal, pupils=[own])
    for pupil in (
        PupilFactory(unit=fjellet.other_school),
        PupilFactory(unit=strand.school),
        PupilFactory(unit=fjellet.school, left_on=FRIDAY),
        PupilFactory(unit=fjellet.school, protected=True),
        PupilFactory.build(unit=fjellet.school),
        own,
    ):
        with pytest.raises(ActionError):
            add(case, fjellet.principal, pupils=[pupil, PupilFactory(unit=fjellet.school)])
    assert case.involvements.count() == 1


def test_add_involvement_refused_by_role(fjellet, strand, case):
    granted = fjellet.owner_adviser
    CaseAccessFactory(case=case, person=granted, kind="granted")
    CaseAccessFactory(case=case, person=fjellet.deputy)
    outside = (fjellet.teacher, granted, fjellet.deputy, fjellet.other_principal, strand.principal)
    refused_to(outside, lambda by: add(case, by, described="en elev"))


# ---------------------------------------------------------------- another role
def test_change_role_ends_the_old_row_and_begins_a_new_one(fjellet, case):
    row = InvolvementFactory(case=case, role="unclear", starts_on=FRIDAY)
    hearing = HearingFactory(involvement=row)
    trusted = TrustedAdultFactory(involvement=row)
    new = change(row, fjellet.principal, role="exposed")
    assert rows(case) == [("exposed", TODAY, None), ("unclear", FRIDAY, TODAY)]
    hearing.refresh_from_db()
    trusted.refresh_from_db()
    assert (new.continues, new.pupil, hearing.involvement) == (row, row.pupil, row)
    assert trusted.involvement == new  # the adult is the pupil's, whatever the role is called
    event = Event.objects.get(name="involvement.role_changed")
    assert event.data == {"role_before": "unclear", "role": "exposed"}


def test_change_role_keeps_the_plan_and_the_answers_on_the_old_row(fjellet, case):
    row = InvolvementFactory(case=case, role="exposed")
    plan = PlanFactory(case=case, about=row)
    MeasureFactory(plan=plan, state="finished", started_on=FRIDAY)
    new = change(row, fjellet.principal, role="unclear")
    plan.refresh_from_db()
    assert (plan.about, new.plans.count()) == (row, 0)


def test_change_role_of_a_group_and_of_how_somebody_looked_on(fjellet, case):
    row = unnamed(case, role="bystander", manner="saw", group_size=4, elsewhere="Strand")
    new = change(row, fjellet.principal, role="bystander", manner="shared")
    assert (new.described, new.group_size, new.elsewhere, new.manner) == (
        row.described, 4, "Strand", "shared",
    )  # fmt: skip


def test_change_role_twice_is_one(fjellet, case):
    row = InvolvementFactory(case=case, role="unclear")
    assert change(row, fjellet.principal) == change(row, fjellet.principal)
    assert case.involvements.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"role": "unclear"},
        {"role": "hero"},
        {"manner": "saw"},
        {"on": TODAY + timedelta(days=1)},
        {"on": FRIDAY - timedelta(days=1)},
        {"on": date(1999, 1, 1)},
    ],
)
def test_change_role_refused_by_state_of_what_is_told(fjellet, case, wrong):
    row = InvolvementFactory(case=case, role="unclear", starts_on=FRIDAY)
    with pytest.raises(ActionError):
        change(row, fjellet.principal, **wrong)
    assert rows(case) == [("unclear", FRIDAY, None)]


def test_change_role_refused_by_state_of_a_running_plan(fjellet, case):
    row = InvolvementFactory(case=case)
    measure = MeasureFactory(plan=PlanFactory(case=case, about=row))
    with pytest.raises(ActionError, match="Finish or stop"):
        change(row, fjellet.principal)
    type(measure).objects.update(state="stopped")
    assert change(row, fjellet.principal).role == "violating"


def test_change_role_refused_by_state_of_a_role_that_is_held_already(fjellet, case):
    row = InvolvementFactory(case=case, role="unclear")
    InvolvementFactory(case=case, role="violating", pupil=row.pupil)
    with pytest.raises(ActionError, match="already"):
        change(row, fjellet.principal)


@pytest.mark.parametrize("ended", ENDED)
def test_change_role_refused_by_state(fjellet, ended):
    row = InvolvementFactory(case=CaseFactory(unit=fjellet.school, **ended), role="unclear")
    with pytest.raises(ActionError):
        change(row, fjellet.principal)
    gone = InvolvementFactory(case__unit=fjellet.school, role="unclear", ends_on=TODAY)
    with pytest.raises(ActionError, match="ended already"):
        change(gone, fjellet.principal)


def test_change_role_refused_by_role(fjellet, strand, case):
    row = InvolvementFactory(case=case, role="unclear")
    refused_to(
        (fjellet.teacher, fjellet.other_principal, strand.principal), lambda by: change(row, by)
    )
