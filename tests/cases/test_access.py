"""Grants and parts: who may give and end them, and that the next request feels them."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Event
from cases.actions import end_access, grant_access, let_take_part
from cases.models import CaseAccess
from common.errors import ActionError
from measures.models import Measure
from tests.cases.holding import WHY, do, sees
from tests.clock import NOW, TODAY
from tests.evaluations.scene import scene
from tests.factories.cases import CaseAccessFactory, CaseFactory
from tests.factories.organisations import member
from tests.scope import acting, refused_to

pytestmark = pytest.mark.usefixtures("english")


def test_grant_access_opens_the_case_at_the_next_request(fjellet):
    case = CaseFactory(unit=fjellet.school)
    assert not sees(fjellet.owner_adviser, case)
    access = do(
        grant_access, fjellet.principal, case=case, person=fjellet.owner_adviser, reason=WHY
    )
    assert (access.kind, access.reason, access.given_by) == ("granted", WHY, fjellet.principal)
    assert sees(fjellet.owner_adviser, case)
    event = Event.objects.get()
    assert (event.name, event.case_id) == ("access.granted", case.pk)
    assert event.data == {"person": str(fjellet.owner_adviser.pk)}


def test_grant_access_refused_by_state(fjellet, strand):
    case = CaseFactory(unit=fjellet.school)
    left = member("staff", fjellet.school)
    left.memberships.update(ends_on=TODAY - timedelta(days=1))
    CaseAccessFactory(case=case, person=fjellet.other_teacher)
    CaseAccessFactory(case=case, person=fjellet.case_worker, kind="granted")
    for person in (
        fjellet.principal, strand.principal, fjellet.ppt_adviser, left, fjellet.other_teacher,
        fjellet.case_worker,
    ):  # fmt: skip
        with pytest.raises(ActionError):
            do(grant_access, fjellet.principal, case=case, person=person, reason=WHY)
    with pytest.raises(ActionError):
        do(grant_access, fjellet.principal, case=case, person=fjellet.teacher, reason=" ")
    void = CaseFactory(unit=fjellet.school, state="void", ended_reason="Feil.")
    with pytest.raises(ActionError):
        do(grant_access, fjellet.principal, case=void, person=fjellet.teacher, reason=WHY)
    assert CaseAccess.objects.count() == 2


def test_grant_access_refused_by_role(fjellet):
    case = CaseFactory(unit=fjellet.school)
    refused_to(
        (fjellet.teacher, fjellet.other_principal, fjellet.owner_adviser),
        lambda by: do(grant_access, by, case=case, person=fjellet.teacher, reason=WHY),
    )


def test_a_grant_to_a_subordinate_rests_while_the_owner_holds_the_case(fjellet):
    case = CaseFactory(unit=fjellet.school)
    CaseAccessFactory(case=case, person=fjellet.teacher, kind="granted")
    assert sees(fjellet.teacher, case)
    type(case).objects.update(held_by=fjellet.owner)
    assert not sees(fjellet.teacher, case)


def test_let_take_part_opens_what_the_person_carries_out_and_nothing_else(fjellet):
    one = scene(fjellet, responsible=fjellet.other_teacher)
    type(one.case).objects.update(held_by=fjellet.owner)
    do(let_take_part, fjellet.owner_adviser, case=one.case, person=fjellet.teacher, reason=WHY)
    assert not sees(fjellet.teacher, one.case)
    with acting(fjellet.teacher, TODAY) as viewer:
        assert viewer.parts == {one.case.pk}
        assert list(Measure.objects.visible_to(viewer)) == []
    Measure.objects.update(deputy=fjellet.teacher)
    with acting(fjellet.teacher, TODAY) as viewer:
        assert list(Measure.objects.visible_to(viewer)) == [one.measure]


def test_let_take_part_refused_by_state(fjellet, strand):
    case = CaseFactory(unit=fjellet.school)
    with pytest.raises(ActionError, match="take part already"):
        do(let_take_part, fjellet.principal, case=case, person=fjellet.teacher, reason=WHY)
    type(case).objects.update(held_by=fjellet.owner)
    CaseAccessFactory(case=case, person=fjellet.other_teacher)
    for person in (strand.teacher, fjellet.school_administrator, fjellet.other_teacher):
        with pytest.raises(ActionError):
            do(let_take_part, fjellet.owner_adviser, case=case, person=person, reason=WHY)
    do(let_take_part, fjellet.owner_adviser, case=case, person=fjellet.teacher, reason=WHY)
    with pytest.raises(ActionError, match="already so"):
        do(let_take_part, fjellet.owner_adviser, case=case, person=fjellet.teacher, reason=WHY)


def test_let_take_part_refused_by_role(fjellet):
    case = CaseFactory(unit=fjellet.school, held_by=fjellet.owner)
    refused_to(
        (fjellet.principal, fjellet.teacher, fjellet.owner_administrator),
        lambda by: do(let_take_part, by, case=case, person=fjellet.teacher, reason=WHY),
    )


def test_end_access_closes_again(fjellet):
    case = CaseFactory(unit=fjellet.school)
    grant = CaseAccessFactory(case=case, person=fjellet.owner_adviser, kind="granted")
    assert do(end_access, fjellet.principal, access=grant).ended_at is not None
    assert not sees(fjellet.owner_adviser, case)
    assert Event.objects.get().name == "access.granted_ended"


def test_end_access_refused_by_state(fjellet):
    ended = CaseAccessFactory(case__unit=fjellet.school, kind="granted", ended_at="2026-11-20T09Z")
    with pytest.raises(ActionError, match="already been ended"):
        do(end_access, fjellet.principal, access=ended)
    exclusion = CaseAccessFactory(case=ended.case, person=fjellet.deputy)
    with pytest.raises(ActionError, match="Only the owner"):
        do(end_access, fjellet.principal, access=exclusion)


def test_end_access_refused_by_state_while_the_person_carries_out_something(fjellet):
    one = scene(fjellet)
    type(one.case).objects.update(held_by=fjellet.owner)
    part = CaseAccessFactory(case=one.case, person=fjellet.teacher, kind="takes_part")
    with pytest.raises(ActionError, match="Choose somebody else first"):
        do(end_access, fjellet.owner_adviser, access=part)
    Measure.objects.update(responsible=fjellet.owner_adviser)
    assert do(end_access, fjellet.owner_adviser, access=part).ended_at is not None


def test_end_access_refused_by_role(fjellet):
    access = CaseAccessFactory(case__unit=fjellet.school, kind="granted", person=fjellet.teacher)
    CaseAccessFactory(case=access.case, person=fjellet.deputy)
    refused_to(
        (fjellet.teacher, fjellet.deputy, fjellet.owner_adviser),
        lambda by: do(end_access, by, access=access),
    )
    with pytest.raises(PermissionDenied):
        end_access(access=access, by=fjellet.deputy, now=NOW)
