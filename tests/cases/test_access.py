"""Grants and exclusions: who may give them, and that the next request feels them."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Event
from cases.actions import end_access, exclude_person, grant_access
from cases.models import Case, CaseAccess, PptAlert
from common.errors import ActionError
from tests.cases.opening import opened
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseAccessFactory, CaseFactory
from tests.factories.organisations import member
from tests.scope import acting

WHY = "Nær familie."


def sees(person, case):
    with acting(person, TODAY) as viewer:
        raw = Case.objects.filter(pk=case.pk).exists()
        assert raw == Case.objects.visible_to(viewer).filter(pk=case.pk).exists()
        return raw


def do(action, by, **more):
    with acting(by, TODAY):
        return action(by=by, now=NOW, **more)


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
    assert CaseAccess.objects.count() == 2


def test_grant_access_refused_by_role(fjellet):
    case = CaseFactory(unit=fjellet.school)
    for by in (fjellet.teacher, fjellet.other_principal, fjellet.owner_adviser):
        with pytest.raises(PermissionDenied):
            do(grant_access, by, case=case, person=fjellet.teacher, reason=WHY)


def test_exclude_person_closes_the_case_everywhere(fjellet):
    case = CaseFactory(unit=fjellet.school)
    do(exclude_person, fjellet.principal, case=case, person=fjellet.deputy, reason=WHY)
    assert not sees(fjellet.deputy, case)
    assert sees(fjellet.principal, case)
    assert Event.objects.get().name == "access.excluded"


def test_exclude_person_goes_before_a_grant(fjellet):
    case = CaseFactory(unit=fjellet.school)
    CaseAccessFactory(case=case, person=fjellet.owner_adviser, kind="granted")
    assert sees(fjellet.owner_adviser, case)
    do(exclude_person, fjellet.principal, case=case, person=fjellet.owner_adviser, reason=WHY)
    assert not sees(fjellet.owner_adviser, case)


def test_exclude_person_on_oneself_works_from_the_next_request_on(fjellet):
    case = CaseFactory(unit=fjellet.school)
    with acting(fjellet.deputy, TODAY):
        exclude_person(case=case, person=fjellet.deputy, by=fjellet.deputy, now=NOW, reason=WHY)
        assert Case.objects.filter(pk=case.pk).exists()
    assert not sees(fjellet.deputy, case)


def test_exclude_person_takes_the_alert_from_somebody_at_ppt(fjellet):
    case = opened(fjellet.school, fjellet.principal)
    other = opened(fjellet.school, fjellet.principal)
    do(exclude_person, fjellet.principal, case=case, person=fjellet.ppt_adviser, reason=WHY)
    for person, alerts in (
        (fjellet.ppt_adviser, {other.alert_id}),
        (fjellet.ppt_leader, {case.alert_id, other.alert_id}),
    ):
        with acting(person, TODAY) as viewer:
            assert set(PptAlert.objects.values_list("pk", flat=True)) == alerts
        seen = PptAlert.objects.visible_to(viewer)
        assert set(seen.values_list("pk", flat=True)) == alerts


def test_exclude_person_refused_by_state(fjellet):
    case = CaseFactory(unit=fjellet.school)
    do(exclude_person, fjellet.principal, case=case, person=fjellet.deputy, reason=WHY)
    with pytest.raises(ActionError):
        do(exclude_person, fjellet.principal, case=case, person=fjellet.deputy, reason=WHY)
    void = CaseFactory(unit=fjellet.school, state="void", ended_reason="Feil.")
    with pytest.raises(ActionError):
        do(exclude_person, fjellet.principal, case=void, person=fjellet.deputy, reason=WHY)


def test_exclude_person_refused_by_role(fjellet):
    case = CaseFactory(unit=fjellet.school)
    with pytest.raises(PermissionDenied):
        do(exclude_person, fjellet.teacher, case=case, person=fjellet.deputy, reason=WHY)


def test_end_access_opens_and_closes_again(fjellet):
    case = CaseFactory(unit=fjellet.school)
    block = CaseAccessFactory(case=case, person=fjellet.deputy)
    grant = CaseAccessFactory(case=case, person=fjellet.owner_adviser, kind="granted")
    for access in (block, grant):
        assert do(end_access, fjellet.principal, access=access).ended_at == NOW
    assert sees(fjellet.deputy, case)
    assert not sees(fjellet.owner_adviser, case)
    assert set(Event.objects.values_list("name", flat=True)) == {
        "access.excluded_ended",
        "access.granted_ended",
    }


def test_end_access_refused_by_state(fjellet):
    access = CaseAccessFactory(case__unit=fjellet.school, ended_at=NOW)
    with pytest.raises(ActionError):
        do(end_access, fjellet.principal, access=access)


def test_end_access_refused_by_role(fjellet):
    access = CaseAccessFactory(case__unit=fjellet.school, person=fjellet.principal)
    for by in (fjellet.teacher, fjellet.principal):
        with pytest.raises(PermissionDenied):
            do(end_access, by, access=access)
    with pytest.raises(PermissionDenied):
        end_access(access=access, by=fjellet.principal, now=NOW)
