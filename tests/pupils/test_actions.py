"""Pupils, groups and guardians."""

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Event
from common.errors import ActionError
from common.sorting import sort_key
from pupils.actions import add_group, add_guardian, add_pupil, name_contact_teacher, place_pupil
from pupils.models import Guardian, Placement, Pupil
from tests.clock import NOW, TODAY
from tests.factories.pupils import GroupFactory, GuardianFactory, PlacementFactory, PupilFactory
from tests.scope import acting


def test_names_stand_in_norwegian_and_sami_order():
    names = ["Åse", "Øyvind", "Ærling", "Zara", "Ŋeaŋŋu", "Nils", "Aase", "Anders", "Đorđe", "Dag"]
    assert sorted(names, key=sort_key) == [
        "Anders", "Dag", "Đorđe", "Nils", "Ŋeaŋŋu", "Zara", "Ærling", "Øyvind", "Åse", "Aase",
    ]  # fmt: skip


def test_the_key_is_the_same_for_both_ways_of_writing_a_letter():
    assert sort_key("A\u030ase") == sort_key("Åse")


def test_add_group(fjellet):
    with acting(fjellet.school_administrator, TODAY) as viewer:
        group = add_group(
            unit=fjellet.school, name="7A", school_year=2026, stage=7, by=viewer.person, now=NOW
        )
        assert (group.unit, group.name, group.stage) == (fjellet.school, "7A", 7)


def test_add_group_refused_by_state_of_a_taken_name(fjellet):
    group = GroupFactory(unit=fjellet.school)
    with acting(fjellet.principal, TODAY) as viewer, pytest.raises(ActionError):
        add_group(unit=fjellet.school, name=group.name, school_year=2026, by=viewer.person, now=NOW)


@pytest.mark.parametrize("role", ["teacher", "owner_administrator", "other_principal"])
def test_add_group_refused_by_role(fjellet, role):
    person = getattr(fjellet, role)
    with acting(person, TODAY), pytest.raises(PermissionDenied):
        add_group(unit=fjellet.school, name="7A", school_year=2026, by=person, now=NOW)


def test_name_contact_teacher(fjellet):
    group = GroupFactory(unit=fjellet.school)
    with acting(fjellet.principal, TODAY) as viewer:
        name_contact_teacher(group=group, teacher=fjellet.teacher, by=viewer.person, now=NOW)
    assert list(group.contact_teachers.all()) == [fjellet.teacher]


def test_name_contact_teacher_refused_by_state_when_from_elsewhere(fjellet, strand):
    group = GroupFactory(unit=fjellet.school)
    with acting(fjellet.principal, TODAY) as viewer, pytest.raises(ActionError):
        name_contact_teacher(group=group, teacher=strand.teacher, by=viewer.person, now=NOW)


def test_name_contact_teacher_refused_by_role(fjellet):
    group = GroupFactory(unit=fjellet.school)
    with acting(fjellet.teacher, TODAY) as viewer, pytest.raises(PermissionDenied):
        name_contact_teacher(group=group, teacher=viewer.person, by=viewer.person, now=NOW)


def test_add_pupil_leaves_no_name_in_the_log(fjellet):
    with acting(fjellet.school_administrator, TODAY) as viewer:
        add_pupil(unit=fjellet.school, name="Áilu Somby", by=viewer.person, now=NOW)
    assert [pupil.name for pupil in Pupil.objects.all()] == ["Áilu Somby"]
    assert [(event.name, event.data) for event in Event.objects.all()] == [("pupil.added", {})]


def test_add_pupil_refused_by_state_of_an_empty_name(fjellet):
    with acting(fjellet.principal, TODAY) as viewer, pytest.raises(ActionError):
        add_pupil(unit=fjellet.school, name="  ", by=viewer.person, now=NOW)


@pytest.mark.parametrize("role", ["teacher", "deputy", "other_principal", "ppt_adviser"])
def test_add_pupil_refused_by_role(fjellet, role):
    person = getattr(fjellet, role)
    with acting(person, TODAY), pytest.raises(PermissionDenied):
        add_pupil(unit=fjellet.school, name="Elev", by=person, now=NOW)


def test_place_pupil(fjellet):
    pupil, group = PupilFactory(unit=fjellet.school), GroupFactory(unit=fjellet.school)
    with acting(fjellet.principal, TODAY) as viewer:
        place_pupil(pupil=pupil, group=group, starts_on=TODAY, by=viewer.person, now=NOW)
    assert [(row.pupil, row.group) for row in Placement.objects.all()] == [(pupil, group)]


def test_place_pupil_refused_by_state_when_placed_or_elsewhere(fjellet):
    placement = PlacementFactory(group__unit=fjellet.school)
    elsewhere = GroupFactory(unit=fjellet.other_school)
    for group in (placement.group, elsewhere):
        with acting(fjellet.principal, TODAY) as viewer, pytest.raises(ActionError):
            place_pupil(
                pupil=placement.pupil, group=group, starts_on=TODAY, by=viewer.person, now=NOW
            )


def test_place_pupil_refused_by_role(fjellet):
    pupil, group = PupilFactory(unit=fjellet.school), GroupFactory(unit=fjellet.school)
    with acting(fjellet.teacher, TODAY) as viewer, pytest.raises(PermissionDenied):
        place_pupil(pupil=pupil, group=group, starts_on=TODAY, by=viewer.person, now=NOW)


def test_add_guardian(fjellet):
    pupil = PupilFactory(unit=fjellet.school)
    with acting(fjellet.principal, TODAY) as viewer:
        add_guardian(pupil=pupil, name="Inga Somby", relation="mor", by=viewer.person, now=NOW)
    assert [(row.name, row.information) for row in Guardian.objects.all()] == [
        ("Inga Somby", "kept_informed")
    ]


def test_add_guardian_refused_by_state_when_the_pupil_has_left(fjellet):
    pupil = PupilFactory(unit=fjellet.school, left_on=TODAY)
    with acting(fjellet.principal, TODAY) as viewer, pytest.raises(ActionError):
        add_guardian(pupil=pupil, name="Inga", relation="mor", by=viewer.person, now=NOW)


def test_add_guardian_refused_by_role(fjellet):
    pupil = PupilFactory(unit=fjellet.school)
    with acting(fjellet.deputy, TODAY) as viewer, pytest.raises(PermissionDenied):
        add_guardian(pupil=pupil, name="I", relation="mor", by=viewer.person, now=NOW)


def test_pupils_of_another_unit_are_behind_the_wall(fjellet, strand):
    mine, theirs = PupilFactory(unit=fjellet.school), PupilFactory(unit=strand.school)
    GuardianFactory(pupil=theirs)
    PlacementFactory(group__unit=strand.school)
    with acting(fjellet.principal, TODAY):
        assert list(Pupil.objects.all()) == [mine]
        assert list(Guardian.objects.all()) == []
        assert list(Placement.objects.all()) == []
        assert Pupil.objects.filter(pk=theirs.pk).update(name="X") == 0


def test_choosable_leaves_out_protected_and_departed(fjellet):
    mine = PupilFactory(unit=fjellet.school)
    PupilFactory(unit=fjellet.school, protected=True)
    PupilFactory(unit=fjellet.school, left_on=TODAY)
    with acting(fjellet.principal, TODAY) as viewer:
        assert list(Pupil.objects.visible_to(viewer).choosable()) == [mine]
    with acting(fjellet.teacher, TODAY) as viewer:
        assert list(Pupil.objects.visible_to(viewer)) == []
