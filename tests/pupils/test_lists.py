"""What is changed by hand: contact teachers, pupils, placements, guardians."""

from datetime import date, timedelta

import pytest

from audit.models import Event
from common.errors import ActionError
from pupils.actions import (
    change_pupil,
    decide_information,
    end_placement,
    let_pupil_leave,
    place_pupil,
    remove_contact_teacher,
    take_pupil_back,
)
from pupils.models import Placement
from pupils.rules import day_of_year, stage_of, years_for_lists
from tests.clock import NOW, TODAY
from tests.factories.pupils import GroupFactory, GuardianFactory, PlacementFactory, PupilFactory
from tests.scope import acting, refused_in_scope

OUTSIDE = ["teacher", "deputy", "case_worker", "other_principal", "owner_administrator"]
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def by(fjellet):
    with acting(fjellet.school_administrator, TODAY) as viewer:
        yield viewer.person


@pytest.fixture
def pupil(fjellet):
    return PupilFactory(unit=fjellet.school, name="Kari Li")


@pytest.fixture
def placement(fjellet):
    return PlacementFactory(group__unit=fjellet.school)


def test_remove_contact_teacher(fjellet):
    group = GroupFactory(unit=fjellet.school)
    group.contact_teachers.add(fjellet.teacher, fjellet.other_teacher)
    with acting(fjellet.principal, TODAY) as viewer:
        remove_contact_teacher(group=group, teacher=fjellet.teacher, by=viewer.person, now=NOW)
    assert list(group.contact_teachers.all()) == [fjellet.other_teacher]


def test_remove_contact_teacher_refused_by_state_when_nobody_named_the_person(fjellet, by):
    group = GroupFactory(unit=fjellet.school)
    with pytest.raises(ActionError):
        remove_contact_teacher(group=group, teacher=fjellet.teacher, by=by, now=NOW)


@pytest.mark.parametrize("role", OUTSIDE)
def test_remove_contact_teacher_refused_by_role(role, fjellet):
    group = GroupFactory(unit=fjellet.school)
    refused_in_scope(
        getattr(fjellet, role), remove_contact_teacher, group=group, teacher=fjellet.teacher
    )


def facts(**changed):
    return {"name": "Kari Å. Li", "born_on": date(2014, 2, 1), "language": "nn"} | changed


def test_change_pupil_moves_in_the_order_of_names_and_tells_no_name(fjellet, pupil):
    with acting(fjellet.principal, TODAY) as viewer:
        for _again in range(2):
            change_pupil(pupil=pupil, **facts(), by=viewer.person, now=NOW)
    pupil.refresh_from_db()
    assert (pupil.name, pupil.born_on, pupil.language) == ("Kari Å. Li", date(2014, 2, 1), "nn")
    assert pupil.sort_key == "kari z~3. li"
    events = Event.objects.values_list("name", "target_id", "data")
    assert list(events) == [("pupil.changed", pupil.pk, {})]


def test_change_pupil_refused_by_state_of_an_empty_name(fjellet, pupil, by):
    with pytest.raises(ActionError):
        change_pupil(pupil=pupil, **facts(name=" "), by=by, now=NOW)


@pytest.mark.parametrize("role", OUTSIDE)
def test_change_pupil_refused_by_role(role, fjellet, pupil):
    refused_in_scope(getattr(fjellet, role), change_pupil, pupil=pupil, **facts())


def test_place_pupil_instead_of_another_class(fjellet, placement, by):
    group = GroupFactory(unit=fjellet.school)
    place_pupil(
        pupil=placement.pupil, group=group, starts_on=TODAY, instead_of=placement, by=by, now=NOW
    )
    placement.refresh_from_db()
    assert placement.ends_on == YESTERDAY
    assert [row.group for row in Placement.objects.current(TODAY)] == [group]


def test_place_pupil_refused_by_state_of_having_left_or_of_the_day(fjellet, placement, by):
    group = GroupFactory(unit=fjellet.school)
    gone = PupilFactory(unit=fjellet.school, left_on=TODAY)
    with pytest.raises(ActionError):
        place_pupil(pupil=gone, group=group, starts_on=TODAY, by=by, now=NOW)
    with pytest.raises(ActionError):
        place_pupil(
            pupil=placement.pupil, group=group, starts_on=placement.starts_on,
            instead_of=placement, by=by, now=NOW,
        )  # fmt: skip


def test_end_placement_with_today_as_the_last_day(fjellet, placement, by):
    end_placement(placement=placement, by=by, now=NOW)
    placement.refresh_from_db()
    assert placement.ends_on == TODAY


def test_end_placement_refused_by_state_when_it_has_ended(fjellet, by):
    ended = PlacementFactory(group__unit=fjellet.school, ends_on=YESTERDAY)
    with pytest.raises(ActionError):
        end_placement(placement=ended, by=by, now=NOW)


@pytest.mark.parametrize("role", OUTSIDE)
def test_end_placement_refused_by_role(role, fjellet, placement):
    refused_in_scope(getattr(fjellet, role), end_placement, placement=placement)


def test_let_pupil_leave_ends_the_classes_too(fjellet, placement, by):
    to_come = PlacementFactory(
        pupil=placement.pupil, group=GroupFactory(unit=fjellet.school, school_year=2027),
        starts_on=date(2027, 8, 1),
    )  # fmt: skip
    let_pupil_leave(pupil=placement.pupil, left_on=YESTERDAY, by=by, now=NOW)
    placement.refresh_from_db()
    to_come.refresh_from_db()
    assert (placement.pupil.left_on, placement.ends_on) == (YESTERDAY, YESTERDAY)
    assert to_come.ends_on == to_come.starts_on


def test_let_pupil_leave_refused_by_state_when_left_or_before_the_day(fjellet, pupil, by):
    with pytest.raises(ActionError):
        let_pupil_leave(pupil=pupil, left_on=TODAY + timedelta(days=1), by=by, now=NOW)
    let_pupil_leave(pupil=pupil, left_on=TODAY, by=by, now=NOW)
    with pytest.raises(ActionError):
        let_pupil_leave(pupil=pupil, left_on=TODAY, by=by, now=NOW)


@pytest.mark.parametrize("role", OUTSIDE)
def test_let_pupil_leave_refused_by_role(role, fjellet, pupil):
    refused_in_scope(getattr(fjellet, role), let_pupil_leave, pupil=pupil, left_on=TODAY)


def test_take_pupil_back(fjellet, by):
    pupil = PupilFactory(unit=fjellet.school, left_on=TODAY)
    take_pupil_back(pupil=pupil, by=by, now=NOW)
    pupil.refresh_from_db()
    assert pupil.left_on is None


def test_take_pupil_back_refused_by_state_when_not_left(fjellet, pupil, by):
    with pytest.raises(ActionError):
        take_pupil_back(pupil=pupil, by=by, now=NOW)


@pytest.mark.parametrize("role", OUTSIDE)
def test_take_pupil_back_refused_by_role(role, fjellet):
    pupil = PupilFactory(unit=fjellet.school, left_on=TODAY)
    refused_in_scope(getattr(fjellet, role), take_pupil_back, pupil=pupil)


def test_decide_information_with_reason_and_decider(fjellet, pupil):
    guardian = GuardianFactory(pupil=pupil)
    with acting(fjellet.principal, TODAY) as viewer:
        by = viewer.person
        decide_information(
            guardian=guardian, information="refused", reason="Besøksforbud.", by=by, now=NOW
        )
    guardian.refresh_from_db()
    assert guardian.information == "refused"
    assert guardian.information_reason == "Besøksforbud."
    assert guardian.information_decided_by == fjellet.principal
    (event,) = Event.objects.all()
    assert event.data == {"pupil": str(pupil.pk), "information": "refused"}
    with acting(fjellet.principal, TODAY):
        decide_information(
            guardian=guardian, information="kept_informed", reason="x", by=by, now=NOW
        )
    guardian.refresh_from_db()
    assert (guardian.information, guardian.information_reason) == ("kept_informed", "")


def test_decide_information_refused_by_state_without_reason_or_change(fjellet, pupil, by):
    guardian = GuardianFactory(pupil=pupil)
    for information, reason in (("refused", " "), ("on_request", ""), ("kept_informed", "")):
        with pytest.raises(ActionError):
            decide_information(
                guardian=guardian, information=information, reason=reason, by=by, now=NOW
            )


@pytest.mark.parametrize("role", OUTSIDE)
def test_decide_information_refused_by_role(role, fjellet, pupil):
    guardian = GuardianFactory(pupil=pupil)
    refused_in_scope(
        getattr(fjellet, role), decide_information,
        guardian=guardian, information="refused", reason="Fordi.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "stage"),
    [("7A", 7), ("10 B", 10), ("1.", 1), ("14A", None), ("Maurtua", None), ("700", None)],
)
def test_the_level_is_read_from_the_name_of_the_class(name, stage):
    assert stage_of(name) == stage


@pytest.mark.parametrize(
    ("day", "years"),
    [
        (date(2026, 11, 23), [2026, 2027]), (date(2027, 5, 31), [2026, 2027]),
        (date(2027, 6, 1), [2027, 2026]), (date(2027, 7, 31), [2027, 2026]),
        (date(2027, 8, 1), [2027, 2028]),
    ],
)  # fmt: skip
def test_lists_are_made_for_this_year_and_the_next(day, years):
    assert years_for_lists(day) == years


def test_a_school_year_is_looked_at_from_today_or_from_its_nearest_day():
    assert day_of_year(2026, TODAY) == TODAY
    assert day_of_year(2027, TODAY) == date(2027, 8, 2)
    assert day_of_year(2025, TODAY) == date(2026, 7, 31)
