"""Cases that pass the leaders of a unit by: also where one of them works at the owner, and also
when the owner gives such a case back."""

import uuid

import pytest
from django.db import connection
from django.urls import reverse

from cases import actions
from cases.drafting import somebody_is_told
from cases.models import Case, CaseConcern, OwnerNotice, TrustedAdult
from cases.querysets import people_who_take_part
from common.errors import ActionError
from concerns.models import Concern
from organisations.models import Membership
from organisations.roles import Role
from overview.due import measures as due_measures
from overview.due import people as due_people
from tests.cases.holding import WHY, do, second_adviser, sees, told
from tests.cases.opening import opened
from tests.cases.opening import told as told_of_case
from tests.clock import NOW, TODAY
from tests.concerns.acts import answered, reported, sent_on
from tests.concerns.sheets import text
from tests.evaluations.scene import scene
from tests.factories.cases import CaseFactory
from tests.factories.measures import MeasureFactory
from tests.factories.organisations import MembershipFactory
from tests.scope import acting

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def both(fjellet):
    """The principal is the owner's adviser too."""
    MembershipFactory(person=fjellet.principal, organisation=fjellet.owner, role=Role.OWNER_ADVISER)
    return fjellet.principal


def at_owner(concern, by):
    """The owner's adviser opens a case from it, and the owner holds it."""
    concern.refresh_from_db()
    with acting(by, TODAY):
        return actions.open_case(
            unit=concern.unit, by=by, now=NOW, token=uuid.uuid4(), concern=concern, **told_of_case()
        )


def reads(person, concern):
    """The text: by layer 1, in plain SQL, and on the page of the case."""
    with acting(person, TODAY) as viewer:
        seen = Concern.objects.visible_to(viewer).filter(pk=concern.pk).exists()
        rows = CaseConcern.objects.visible_to(viewer).filter(concern=concern).exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM concerns_concern WHERE id = %s", [concern.pk])
            raw = cursor.fetchone()[0] == 1
    return seen, rows, raw


def test_a_leader_who_is_an_adviser_does_not_see_a_new_case_about_a_leader(fjellet, both):
    case = opened(fjellet.school, fjellet.deputy, is_about_leader=True)
    assert told("cases.OwnerTold") == {fjellet.owner_adviser.pk}
    assert (sees(both, case), sees(fjellet.owner_adviser, case)) == (False, True)


def test_before_it_is_opened_the_page_says_whether_anybody_else_is_told(fjellet, both):
    asked = {"owner": fjellet.owner, "by": fjellet.deputy, "today": TODAY}
    Membership.objects.filter(person=fjellet.owner_adviser).delete()
    assert somebody_is_told(**asked)
    assert not somebody_is_told(**asked, past=fjellet.school)


def test_nor_one_that_turns_out_to_be_about_a_leader_until_somebody_is_named(fjellet, both):
    case = CaseFactory(unit=fjellet.school)
    do(actions.mark_about_staff, fjellet.deputy, case=case, reason=WHY, leader=True)
    assert told("cases.OwnerTold") == {fjellet.owner_adviser.pk}
    assert not sees(both, case)
    do(
        actions.add_staff_concerned, fjellet.owner_adviser, case=case, token=uuid.uuid4(),
        person=fjellet.deputy,
    )  # fmt: skip
    assert sees(both, case)


def test_naming_somebody_who_never_led_the_unit_opens_nothing(fjellet, both):
    case = CaseFactory(unit=fjellet.school)
    do(actions.mark_about_staff, fjellet.deputy, case=case, reason=WHY, leader=True)
    do(
        actions.add_staff_concerned, fjellet.owner_adviser, case=case, token=uuid.uuid4(),
        person=fjellet.other_teacher,
    )  # fmt: skip
    assert not sees(both, case)
    with pytest.raises(ActionError, match="about a leader"):
        do(actions.hand_back_case, fjellet.owner_adviser, case=case, reason=WHY)


@pytest.mark.parametrize("way", ["owner", "sent_on"])
def test_nor_one_that_came_past_the_leaders(fjellet, both, way):
    concern = reported(
        fjellet.school, fjellet.teacher, route="owner" if way == "owner" else "leader"
    )
    if way == "sent_on":
        answered(concern, fjellet.deputy)
        sent_on(concern, fjellet.teacher)
    case = at_owner(concern, fjellet.owner_adviser)
    assert (sees(both, case), sees(fjellet.owner_adviser, case)) == (False, True)


def test_the_page_about_access_does_not_say_that_such_a_leader_sees_it(fjellet, both, signed_in):
    case = opened(fjellet.school, fjellet.deputy, is_about_leader=True)
    page = text(signed_in(fjellet.owner_adviser).get(reverse("cases:access", args=[case.pk])))
    assert fjellet.owner_adviser.name in page
    assert both.name not in page


def test_a_notice_that_only_such_a_leader_was_told_of_lies_with_nobody(fjellet, both, signed_in):
    case = opened(fjellet.school, fjellet.deputy, is_about_leader=True)
    OwnerNotice.objects.filter(case=case).update(receivers=[both.pk])
    Membership.objects.filter(person=fjellet.owner_adviser).delete()
    assert not OwnerNotice.objects.with_reach(TODAY).get(case=case).reaches
    assert signed_in(fjellet.owner_administrator).get("/owner/").context["for_nobody"] == (1, 0)


def test_the_number_leaves_out_what_is_closed_to_the_one_who_asks(fjellet, both, signed_in):
    """In a small private service one person may be all of it."""
    Membership.objects.filter(person=fjellet.owner_adviser).delete()
    MembershipFactory(person=both, organisation=fjellet.owner, role=Role.OWNER_ADMINISTRATOR)
    case = CaseFactory(unit=fjellet.school)
    do(actions.exclude_person, fjellet.deputy, case=case, person=both, reason=WHY)
    assert signed_in(both).get("/owner/").context["for_nobody"] == (0, 0)
    assert signed_in(fjellet.owner_administrator).get("/owner/").context["for_nobody"] == (1, 0)


def test_nor_is_asked_to_carry_out_anything_in_it(fjellet, both, signed_in):
    """What such a leader had to do is given to somebody else; the teacher goes on."""
    set_up = scene(fjellet, responsible=both)
    talk = TrustedAdult.objects.get(case=set_up.case)
    TrustedAdult.objects.filter(pk=talk.pk).update(adult=both)
    kept = MeasureFactory(plan=set_up.measure.plan, responsible=fjellet.teacher)
    do(actions.mark_about_staff, fjellet.deputy, case=set_up.case, reason=WHY, leader=True)
    case = Case.objects.get(pk=set_up.case.pk)
    able = set(people_who_take_part(case, TODAY))
    assert (both in able, fjellet.teacher in able) == (False, True)
    with acting(fjellet.owner_adviser, TODAY) as viewer:
        asked = {(one.what, one.title) for one in due_measures.to_replace(viewer)}
        asked |= {(one.what, "") for one in due_people.talks(viewer)}
    choose = "Choose somebody else for the measure"
    assert (choose, set_up.measure.title) in asked
    assert (choose, kept.title) not in asked
    assert ("Find a new trusted adult", "") in asked
    seen = signed_in(fjellet.owner_adviser).get(reverse("cases:access", args=[case.pk]))
    assert both.pk in {one.person.pk for one in seen.context["seen"].excluded_and_needed}


# ---------------------------------------------------------------- handed back
def test_what_the_owner_alone_was_told_stays_there_when_the_case_goes_back(fjellet, signed_in):
    concern = reported(fjellet.school, fjellet.teacher, route="owner", what="Rektor roper.")
    case = at_owner(concern, fjellet.owner_adviser)
    address = reverse("cases:hand_back", args=[case.pk])
    assert "stays with the owner" in text(signed_in(fjellet.owner_adviser).get(address))
    do(actions.hand_back_case, fjellet.owner_adviser, case=case, reason=WHY)
    assert sees(fjellet.principal, case)
    assert reads(fjellet.principal, concern) == (False, False, False)
    page = text(signed_in(fjellet.principal).get(reverse("cases:concerns", args=[case.pk])))
    assert "Rektor roper." not in page
    assert fjellet.teacher.name not in page
    second = second_adviser(fjellet)
    with acting(second, TODAY) as viewer:
        assert Concern.objects.visible_to(viewer).filter(pk=concern.pk).exists()


def test_a_case_without_such_a_concern_goes_back_without_a_warning(fjellet, signed_in):
    case = CaseFactory(unit=fjellet.school)
    do(actions.hand_case_to_owner, fjellet.deputy, case=case)
    address = reverse("cases:hand_back", args=[case.pk])
    assert "stays with the owner" not in text(signed_in(fjellet.owner_adviser).get(address))


# ---------------------------------------------------------------- concerns told the ordinary way
def test_they_are_gone_at_the_unit_while_the_owner_holds_it_as_about_a_leader(fjellet, signed_in):
    concern = reported(fjellet.school, fjellet.teacher, what="Rektor roper.")
    case = CaseFactory(unit=fjellet.school)
    do(actions.add_concern, fjellet.principal, case=case, concern=concern)
    assert reads(fjellet.principal, concern)[0]
    do(actions.mark_about_staff, fjellet.deputy, case=case, reason=WHY, leader=True)
    for who in (fjellet.principal, fjellet.deputy, fjellet.case_worker):
        assert reads(who, concern) == (False, False, False)
        assert signed_in(who).get(f"/concerns/{concern.pk}/").status_code == 404
    assert reads(fjellet.owner_adviser, concern)[1:] == (True, True)
    assert reads(fjellet.teacher, concern)[0]
