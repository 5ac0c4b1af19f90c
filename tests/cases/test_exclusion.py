"""Who may not see a case: closed at once, answered by the owner, and never by the person."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Event
from cases.actions import confirm_exclusion, exclude_person, lift_exclusion
from cases.models import Case, CaseAccess, OwnerNotice, PptAlert
from common.errors import ActionError
from notifications.models import Message
from tests.cases.holding import WHY, do, holder, second_adviser, sees, told
from tests.cases.opening import opened
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseAccessFactory, CaseFactory
from tests.factories.organisations import member
from tests.scope import acting, refused_to

pytestmark = pytest.mark.usefixtures("english")
TO_ANSWER = "cases.ExclusionToAnswer"


def test_exclude_person_closes_the_case_everywhere(fjellet):
    case = CaseFactory(unit=fjellet.school)
    row = do(
        exclude_person, fjellet.principal, case=case, person=fjellet.deputy, reason=WHY,
        closeness="close",
    )  # fmt: skip
    assert not sees(fjellet.deputy, case)
    assert sees(fjellet.principal, case)
    assert holder(case) == fjellet.school
    assert Event.objects.get().name == "access.excluded"
    assert (row.closeness, row.owner, row.answer) == ("close", fjellet.owner, "")


def test_exclude_person_asks_the_owner_to_answer_the_next_working_day(fjellet):
    case = CaseFactory(unit=fjellet.school)
    row = do(exclude_person, fjellet.principal, case=case, person=fjellet.deputy, reason=WHY)
    assert row.answer_by == TODAY + timedelta(days=1)
    assert told(TO_ANSWER, thing_id=row.pk) == {fjellet.owner_adviser.pk}
    friday = NOW + timedelta(days=4)
    row = do(
        exclude_person, fjellet.principal, now=friday, case=case, person=fjellet.case_worker,
        reason=WHY,
    )  # fmt: skip
    assert row.answer_by == date(2026, 11, 30)


def test_exclude_person_does_not_ask_somebody_at_the_owner_about_him_or_herself(fjellet):
    case, other = CaseFactory(unit=fjellet.school), second_adviser(fjellet)
    row = do(exclude_person, fjellet.principal, case=case, person=fjellet.owner_adviser, reason=WHY)
    assert told(TO_ANSWER, thing_id=row.pk) == {other.pk}
    with acting(fjellet.owner_adviser, TODAY) as viewer:
        assert list(CaseAccess.objects.all()) == []
        assert list(CaseAccess.objects.visible_to(viewer)) == []


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
    assert holder(case) == fjellet.school


@pytest.mark.parametrize("by", ["principal", "deputy", "case_worker"])
def test_exclude_person_who_leads_the_unit_moves_the_case_to_the_owner(fjellet, by):
    """Never to a subordinate; also when the leader says so."""
    case = CaseFactory(unit=fjellet.school)
    do(exclude_person, getattr(fjellet, by), case=case, person=fjellet.principal, reason=WHY)
    assert holder(case) == fjellet.owner
    assert sees(fjellet.owner_adviser, case)
    for role in ("principal", "deputy", "case_worker", "teacher"):
        assert not sees(getattr(fjellet, role), case)
    moved = Case.objects.select_related("alert").get(pk=case.pk)
    assert (moved.unit, moved.alert.unit, moved.alert.contact_role) == (
        fjellet.school, None, "owner_adviser",
    )  # fmt: skip


def test_exclude_person_who_is_the_last_to_follow_it_up_moves_the_case_too(fjellet):
    for role in ("principal", "case_worker"):
        getattr(fjellet, role).memberships.update(ends_on=TODAY - timedelta(days=1))
    case = CaseFactory(unit=fjellet.school)
    do(exclude_person, fjellet.deputy, case=case, person=fjellet.deputy, reason=WHY)
    assert holder(case) == fjellet.owner
    assert sees(fjellet.owner_adviser, case)


def test_exclude_person_leaves_no_message_about_the_case(fjellet):
    case = CaseFactory(unit=fjellet.school)
    message = {"kind": "evaluations.EvaluationDue", "thing_id": case.pk, "case_id": case.pk}
    Message.objects.create(
        **message, person=fjellet.deputy, channel="inbox", state="sent", created_at=NOW,
        next_at=NOW, sent_at=NOW,
    )  # fmt: skip
    do(exclude_person, fjellet.principal, case=case, person=fjellet.deputy, reason=WHY)
    with acting(fjellet.deputy, TODAY) as viewer:
        assert list(Message.objects.all()) == []
        assert list(Message.objects.visible_to(viewer)) == []


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
    void = CaseFactory(unit=fjellet.school, state="void", ended_reason="Feil.")
    for asked in (
        {"case": case, "person": fjellet.deputy, "reason": WHY},
        {"case": void, "person": fjellet.deputy, "reason": WHY},
        {"case": case, "person": fjellet.teacher, "reason": "  "},
        {"case": case, "person": fjellet.principal, "reason": " "},
        {"case": case, "person": fjellet.teacher, "reason": WHY, "closeness": "rival"},
    ):
        with pytest.raises(ActionError):
            do(exclude_person, fjellet.principal, **asked)
    assert CaseAccess.objects.count() == 1
    assert holder(case) == fjellet.school


def test_exclude_person_refused_by_role(fjellet):
    case = CaseFactory(unit=fjellet.school)
    refused_to(
        (fjellet.teacher, fjellet.owner_adviser, fjellet.ppt_leader),
        lambda by: do(exclude_person, by, case=case, person=fjellet.deputy, reason=WHY),
    )


def excluded(fjellet, person):
    case = CaseFactory(unit=fjellet.school)
    return do(exclude_person, fjellet.principal, case=case, person=person, reason=WHY)


def test_confirm_exclusion_by_an_adviser_who_does_not_see_the_case(fjellet):
    row = excluded(fjellet, fjellet.deputy)
    assert not sees(fjellet.owner_adviser, row.case)
    row = do(confirm_exclusion, fjellet.owner_adviser, exclusion=row)
    assert (row.answer, row.answered_by, row.answered_at, row.ended_at) == (
        "confirmed", fjellet.owner_adviser, NOW, None,
    )  # fmt: skip
    assert not sees(fjellet.deputy, row.case)
    assert "access.confirmed" in Event.objects.values_list("name", flat=True)


def test_confirm_exclusion_refused_by_state(fjellet):
    row = excluded(fjellet, fjellet.deputy)
    do(confirm_exclusion, fjellet.owner_adviser, exclusion=row)
    with pytest.raises(ActionError, match="already been confirmed"):
        do(confirm_exclusion, fjellet.owner_adviser, exclusion=row)
    do(lift_exclusion, fjellet.owner_adviser, exclusion=row, reason="Grunnen er borte.")
    with pytest.raises(ActionError, match="already been lifted"):
        do(confirm_exclusion, fjellet.owner_adviser, exclusion=row)


def test_confirm_exclusion_refused_by_role(fjellet, strand):
    row = excluded(fjellet, fjellet.deputy)
    grant = CaseAccessFactory(case=row.case, person=fjellet.case_worker, kind="granted")
    outside = [
        fjellet.principal, fjellet.deputy, fjellet.owner_administrator, strand.owner_adviser,
    ]  # fmt: skip
    refused_to(outside, lambda by: do(confirm_exclusion, by, exclusion=row))
    with pytest.raises(PermissionDenied):
        do(confirm_exclusion, fjellet.owner_adviser, exclusion=grant)


@pytest.mark.parametrize("action", [confirm_exclusion, lift_exclusion])
def test_nobody_answers_an_exclusion_of_oneself_or_in_a_case_closed_to_oneself(fjellet, action):
    row = excluded(fjellet, fjellet.owner_adviser)
    other = do(exclude_person, fjellet.principal, case=row.case, person=fjellet.deputy, reason=WHY)
    more = {"reason": WHY} if action is lift_exclusion else {}
    for exclusion in (row, other):
        with pytest.raises(PermissionDenied):
            do(action, fjellet.owner_adviser, exclusion=exclusion, **more)
        # Layer 1 says so too, where the database says nothing.
        with pytest.raises(PermissionDenied):
            action(exclusion=exclusion, by=fjellet.owner_adviser, now=NOW, **more)


def test_lift_exclusion_opens_the_case_again(fjellet):
    row = excluded(fjellet, fjellet.deputy)
    row = do(lift_exclusion, fjellet.owner_adviser, exclusion=row, reason="Ikke i slekt.")
    assert (row.answer, row.answer_reason, row.ended_at) == ("lifted", "Ikke i slekt.", NOW)
    assert sees(fjellet.deputy, row.case)


def test_lift_exclusion_of_a_leader_leaves_the_case_with_the_owner(fjellet):
    row = excluded(fjellet, fjellet.principal)
    do(lift_exclusion, fjellet.owner_adviser, exclusion=row, reason="Ikke i slekt.")
    assert holder(row.case) == fjellet.owner
    assert not sees(fjellet.principal, row.case)


def test_lift_exclusion_refused_by_state(fjellet):
    row = excluded(fjellet, fjellet.deputy)
    with pytest.raises(ActionError, match="Write why"):
        do(lift_exclusion, fjellet.owner_adviser, exclusion=row, reason=" ")
    do(lift_exclusion, fjellet.owner_adviser, exclusion=row, reason=WHY)
    with pytest.raises(ActionError, match="already been lifted"):
        do(lift_exclusion, fjellet.owner_adviser, exclusion=row, reason=WHY)


def test_lift_exclusion_refused_by_role(fjellet):
    row = excluded(fjellet, fjellet.deputy)
    refused_to(
        (fjellet.principal, fjellet.deputy, fjellet.owner_administrator),
        lambda by: do(lift_exclusion, by, exclusion=row, reason=WHY),
    )


def test_the_owner_learns_the_reference_and_the_unit_and_nothing_else(fjellet, strand):
    row = excluded(fjellet, fjellet.deputy)
    with acting(fjellet.owner_adviser, TODAY) as viewer:
        seen = CaseAccess.objects.visible_to(viewer).with_case_for_owner().get()
        assert (seen.reference, seen.unit_name) == (row.case.reference, "Fjellet skole")
        assert not Case.objects.filter(pk=row.case_id).exists()
    for stranger in (strand.owner_adviser, fjellet.ppt_leader):
        with acting(stranger, TODAY):
            assert list(OwnerNotice.objects.all()) == list(CaseAccess.objects.all()) == []


def test_somebody_who_begins_later_finds_the_case_closed(fjellet):
    row = excluded(fjellet, member("ppt_leader", fjellet.office))
    assert not sees(row.person, row.case)
