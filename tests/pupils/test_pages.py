"""People and classes as pages."""

from datetime import timedelta

import pytest
from django.urls import reverse

from organisations.roles import Role
from pupils.models import Group, Placement, Pupil
from tests.clock import TODAY
from tests.factories.organisations import MembershipFactory
from tests.factories.pupils import (
    GroupFactory,
    GuardianFactory,
    PlacementFactory,
    PupilFactory,
    pupils_in,
)


@pytest.fixture
def keeper(fjellet, signed_in):
    return signed_in(fjellet.school_administrator)


def text(answer):
    return " ".join(answer.content.decode().split())


def test_whoever_keeps_one_unit_comes_straight_to_it(fjellet, keeper):
    assert keeper.get(reverse("pupils:units")).url == reverse(
        "pupils:unit", args=[fjellet.school.pk]
    )


def test_whoever_keeps_two_units_chooses(fjellet, keeper):
    MembershipFactory(
        person=fjellet.school_administrator, organisation=fjellet.kindergarten, role=Role.PRINCIPAL
    )
    page = text(keeper.get(reverse("pupils:units")))
    assert fjellet.school.name in page
    assert fjellet.kindergarten.name in page


def test_the_menu_leads_there(fjellet, keeper, signed_in):
    assert "People and classes" in text(keeper.get(reverse("organisations:calendars")))
    page = text(signed_in(fjellet.deputy).get(reverse("organisations:calendars")))
    assert "People and classes" not in page


def test_classes_stand_in_order_with_their_numbers(fjellet, keeper):
    for name, stage, heads in (("10A", 10, 2), ("7B", 7, 1), ("7A", 7, 0)):
        pupils_in(GroupFactory(unit=fjellet.school, name=name, stage=stage), heads)
    GroupFactory(unit=fjellet.school, name="6A", school_year=2025)
    Group.objects.get(name="7B").contact_teachers.add(fjellet.teacher)
    PupilFactory(unit=fjellet.school)
    Pupil.objects.filter(placements__group__name="10A").first()
    answer = keeper.get(reverse("pupils:unit", args=[fjellet.school.pk]))
    found = [(group.name, group.heads) for group in answer.context["groups"]]
    assert found == [("7A", 0), ("7B", 1), ("10A", 2)]
    assert "4 pupils" in text(answer)
    assert "1 without a class" in text(answer)
    assert fjellet.teacher.name in text(answer)
    before = keeper.get(reverse("pupils:unit", args=[fjellet.school.pk]) + "?year=2025")
    assert [group.name for group in before.context["groups"]] == ["6A"]
    for odd in ("?year=x", "?year=1999", "?year=²"):
        assert keeper.get(reverse("pupils:unit", args=[fjellet.school.pk]) + odd).status_code == 200


def test_a_class_shows_its_pupils_in_norwegian_order_with_guardians(fjellet, keeper):
    group = GroupFactory(unit=fjellet.school)
    for name in ("Åse", "Ŋeaŋŋu", "Nils", "Øyvind"):
        PlacementFactory(group=group, pupil__name=name)
    left = PlacementFactory(group=group, ends_on=TODAY - timedelta(days=1), pupil__name="Borte")
    GuardianFactory(
        pupil=Pupil.objects.get(name="Nils"), name="Inga", information="on_request",
        information_reason="Hemmelig grunn.", information_decided_by=fjellet.principal,
    )  # fmt: skip
    answer = keeper.get(reverse("pupils:group", args=[group.pk]))
    assert [pupil.name for pupil in answer.context["pupils"]] == ["Nils", "Ŋeaŋŋu", "Øyvind", "Åse"]
    assert "Inga (mor): On request" in text(answer)
    assert left.pupil.name not in text(answer)


@pytest.mark.parametrize("show", ["all", "without", "left"])
def test_all_pupils_those_without_a_class_and_those_who_have_left(show, fjellet, keeper):
    PlacementFactory(group__unit=fjellet.school, pupil__name="Har Klasse")
    PupilFactory(unit=fjellet.school, name="Uten Klasse")
    PupilFactory(unit=fjellet.school, name="Har Sluttet", left_on=TODAY)
    answer = keeper.get(reverse("pupils:pupils", args=[fjellet.school.pk]) + f"?show={show}")
    assert [pupil.name for pupil in answer.context["page"]] == {
        "all": ["Har Klasse", "Uten Klasse"], "without": ["Uten Klasse"], "left": ["Har Sluttet"],
    }[show]  # fmt: skip
    assert (
        keeper.get(reverse("pupils:pupils", args=[fjellet.school.pk]) + "?show=x").status_code
        == 404
    )


def test_a_pupil_is_added_placed_moved_and_leaves(fjellet, keeper):
    for name in ("7A", "7B"):
        GroupFactory(unit=fjellet.school, name=name)
    facts = {"name": "Šáŋká Ŧuolla", "born_on": "1.2.2014", "language": "nn"}
    at = keeper.post(reverse("pupils:add_pupil", args=[fjellet.school.pk]), facts).url
    pupil = Pupil.objects.get()
    assert at == reverse("pupils:place", args=[pupil.pk])
    keeper.post(at, {"group": Group.objects.get(name="7A").pk, "starts_on": "1.10.2026"})
    old = Placement.objects.get()
    form = keeper.get(at).context["form"]
    assert form["instead_of"].initial == old
    fields = {"group": Group.objects.get(name="7B").pk, "starts_on": "23.11.2026"}
    keeper.post(at, fields | {"instead_of": old.pk})
    page = text(keeper.get(reverse("pupils:pupil", args=[pupil.pk])))
    assert "01.10.2026 to 22.11.2026" in page
    now = Placement.objects.get(ends_on=None)
    keeper.post(reverse("pupils:end_placement", args=[now.pk]))
    keeper.post(reverse("pupils:leave", args=[pupil.pk]), {"left_on": "23.11.2026"})
    page = text(keeper.get(reverse("pupils:pupil", args=[pupil.pk])))
    assert "Last day: 23 November 2026." in page
    keeper.post(reverse("pupils:take_back", args=[pupil.pk]))
    pupil.refresh_from_db()
    assert (pupil.left_on, pupil.language) == (None, "nn")


def test_a_pupil_is_corrected(fjellet, keeper):
    pupil = PupilFactory(unit=fjellet.school, name="Kari Li")
    at = reverse("pupils:change", args=[pupil.pk])
    assert 'value="Kari Li"' in text(keeper.get(at))
    for facts, said in (
        ({"name": "12", "born_on": ""}, "The name has no letters."),
        ({"name": "Kari", "born_on": "1.2.2044"}, "in the future"),
        ({"name": "Kari", "born_on": "1.2.1814"}, "too long ago"),
    ):
        assert said in text(keeper.post(at, facts | {"language": ""}))
    keeper.post(at, {"name": "Kari Å", "born_on": "", "language": ""})
    pupil.refresh_from_db()
    assert pupil.name == "Kari Å"


def test_a_guardian_is_added_and_the_information_decided(fjellet, keeper):
    pupil = PupilFactory(unit=fjellet.school)
    facts = {
        "name": "Inga", "relation": "mor", "parental_responsibility": "no",
        "language": "nordsamisk",
    }  # fmt: skip
    keeper.post(reverse("pupils:add_guardian", args=[pupil.pk]), facts)
    guardian = pupil.guardians.get()
    assert (guardian.parental_responsibility, guardian.language) == (False, "nordsamisk")
    at = reverse("pupils:information", args=[guardian.pk])
    assert "Write why." in text(keeper.post(at, {"information": "refused", "reason": ""}))
    keeper.post(at, {"information": "refused", "reason": "Etter vedtak."})
    page = text(keeper.get(reverse("pupils:pupil", args=[pupil.pk])))
    assert "Not informed" in page
    assert f"Why: Etter vedtak. ({fjellet.school_administrator.name})" in page


def test_classes_and_contact_teachers_by_hand(fjellet, keeper):
    at = reverse("pupils:add_group", args=[fjellet.school.pk])
    answer = keeper.post(at, {"name": "7A", "school_year": "2026", "stage": "7"})
    group = Group.objects.get()
    assert answer.url == reverse("pupils:group", args=[group.pk])
    assert "already a group with this name" in text(
        keeper.post(at, {"name": "7A", "school_year": "2026", "stage": ""})
    )
    teachers = reverse("pupils:add_teacher", args=[group.pk])
    assert "Choose among the answers" in text(
        keeper.post(teachers, {"teacher": fjellet.other_principal.pk})
    )
    keeper.post(teachers, {"teacher": fjellet.teacher.pk})
    assert fjellet.teacher.name in text(keeper.get(answer.url))
    keeper.post(reverse("pupils:remove_teacher", args=[group.pk, fjellet.teacher.pk]))
    assert "Nobody is named yet." in text(keeper.get(answer.url))


def test_a_class_of_another_unit_cannot_be_chosen(fjellet, keeper):
    pupil = PupilFactory(unit=fjellet.school)
    other = GroupFactory(unit=fjellet.other_school)
    page = keeper.post(
        reverse("pupils:place", args=[pupil.pk]), {"group": other.pk, "starts_on": "23.11.2026"}
    )
    assert "Choose among the answers" in text(page)
    assert not Placement.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_ask_a_fixed_number_of_times(count, fjellet, keeper, django_assert_num_queries):
    for _number in range(count):
        group = GroupFactory(unit=fjellet.school)
        group.contact_teachers.add(fjellet.teacher)
        for pupil in pupils_in(group, count):
            GuardianFactory(pupil=pupil)
    pages = {
        reverse("pupils:unit", args=[fjellet.school.pk]): 12,
        reverse("pupils:pupils", args=[fjellet.school.pk]): 8,
        reverse("pupils:group", args=[group.pk]): 8,
        reverse("pupils:pupil", args=[pupil.pk]): 7,
    }
    keeper.get(next(iter(pages)))
    for page, queries in pages.items():
        with django_assert_num_queries(queries):
            keeper.get(page)
