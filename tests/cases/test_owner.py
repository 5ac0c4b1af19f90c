"""What the owner is told: to whom it goes, that it may go to nobody, and who has received it."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, connection, transaction

from audit.models import Event
from cases.actions import (
    exclude_person,
    note_owner_told,
    receive_notice,
    tell_owner,
    tell_owner_again,
)
from cases.models import Case, Entry, OwnerNotice, StaffConcerned
from cases.notices import ExclusionToAnswer, OwnerTold
from common.errors import ActionError
from notifications.models import Message
from organisations.models import Membership
from tests.cases.holding import WHY, do, second_adviser, told
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseAccessFactory, CaseFactory, EntryFactory
from tests.factories.notifications import MessageFactory
from tests.factories.organisations import member
from tests.factories.owner import OwnerNoticeFactory, StaffConcernedFactory
from tests.plugin_database import as_worker
from tests.scope import acting, refused_to

pytestmark = pytest.mark.usefixtures("english")
SERIOUS = "Eleven tør ikke komme på skolen."


def tell(place, case, by=None, kind="serious", reason=SERIOUS):
    return do(tell_owner, by or place.principal, case=case, kind=kind, reason=reason)


def nobody_at_the_owner(place):
    Membership.objects.filter(person=place.owner_adviser).update(ends_on=TODAY - timedelta(days=1))


def reaches(notice):
    return OwnerNotice.objects.with_reach(TODAY).get(pk=notice.pk).reaches


def test_tell_owner_goes_to_the_owners_advisers_with_time_and_receivers(fjellet, strand):
    case, other = CaseFactory(unit=fjellet.school), second_adviser(fjellet)
    notice = tell(fjellet, case)
    to = {fjellet.owner_adviser.pk, other.pk}
    assert (notice.owner, notice.told_by, notice.told_at) == (fjellet.owner, fjellet.principal, NOW)
    assert set(notice.receivers) == told(OwnerTold.name, thing_id=notice.pk) == to
    assert notice.received_at is None
    event = Event.objects.get(name="owner.told")
    assert (event.case_id, event.data) == (case.pk, {"notice": "serious", "receivers": 2})


def test_tell_owner_leaves_out_whoever_tells_and_whoever_is_excluded(fjellet):
    case = CaseFactory(unit=fjellet.school, held_by=fjellet.owner)
    other, third = second_adviser(fjellet), second_adviser(fjellet)
    CaseAccessFactory(case=case, person=other)
    notice = tell(fjellet, case, by=fjellet.owner_adviser)
    assert notice.receivers == [third.pk]


@pytest.mark.parametrize("why", ["nobody", "the same person", "excluded"])
def test_tell_owner_stands_with_nobody_where_nobody_could_be_told(fjellet, why):
    by, case = fjellet.principal, CaseFactory(unit=fjellet.school)
    if why == "nobody":
        nobody_at_the_owner(fjellet)
    elif why == "excluded":
        CaseAccessFactory(case=case, person=fjellet.owner_adviser)
    else:
        by = fjellet.owner_adviser
        Case.objects.update(held_by=fjellet.owner)
    notice = tell(fjellet, case, by=by)
    assert (notice.receivers, reaches(notice)) == ([], False)
    assert not Message.objects.filter(kind=OwnerTold.name).exists()
    assert "owner.nobody_to_tell" in Event.objects.values_list("name", flat=True)


def test_tell_owner_of_staff_is_done_once(fjellet):
    case = CaseFactory(unit=fjellet.school)
    first = tell(fjellet, case, kind="staff")
    assert tell(fjellet, case, kind="staff", reason="En gang til.") == first
    assert tell(fjellet, case) != first
    assert OwnerNotice.objects.count() == 2


def test_tell_owner_reaches_nobody_once_those_who_were_told_are_gone(fjellet):
    case = CaseFactory(unit=fjellet.school)
    notice = tell(fjellet, case)
    assert reaches(notice)
    block = CaseAccessFactory(case=case, person=fjellet.owner_adviser)
    assert not reaches(notice)
    block.delete()
    member("owner_adviser", fjellet.owner)
    nobody_at_the_owner(fjellet)
    assert not reaches(notice)


def test_tell_owner_refused_by_state(fjellet):
    case = CaseFactory(unit=fjellet.school)
    for more in ({"reason": " "}, {"kind": "gossip"}):
        with pytest.raises(ActionError):
            tell(fjellet, case, **more)
    Case.objects.update(state="void", ended_reason="Feil.")
    with pytest.raises(ActionError, match="wrongly registered"):
        tell(fjellet, case)


def test_tell_owner_refused_by_role(fjellet):
    case = CaseFactory(unit=fjellet.school)
    refused_to(
        (fjellet.teacher, fjellet.owner_adviser, fjellet.other_principal),
        lambda by: tell(fjellet, case, by=by),
    )
    CaseAccessFactory(case=case, person=fjellet.deputy)
    with pytest.raises(PermissionDenied):
        tell_owner(case=case, kind="serious", reason=WHY, by=fjellet.deputy, now=NOW)


def test_tell_owner_again_goes_to_whoever_is_there_now(fjellet):
    nobody_at_the_owner(fjellet)
    notice = tell(fjellet, CaseFactory(unit=fjellet.school))
    new = second_adviser(fjellet)
    assert not reaches(notice)
    assert do(tell_owner_again, fjellet.principal, notice=notice).receivers == [new.pk]
    assert told(OwnerTold.name) == {new.pk}
    assert reaches(notice)


def test_tell_owner_again_keeps_who_was_told_before(fjellet):
    notice = tell(fjellet, CaseFactory(unit=fjellet.school))
    new = second_adviser(fjellet)
    notice = do(tell_owner_again, fjellet.principal, notice=notice)
    assert set(notice.receivers) == {fjellet.owner_adviser.pk, new.pk}
    Membership.objects.filter(person=fjellet.owner_adviser).update(ends_on=TODAY - timedelta(1))
    last = second_adviser(fjellet)
    notice = do(tell_owner_again, fjellet.principal, notice=notice)
    assert set(notice.receivers) == {fjellet.owner_adviser.pk, new.pk, last.pk}


def test_tell_owner_again_refused_by_state(fjellet):
    notice = tell(fjellet, CaseFactory(unit=fjellet.school))
    with pytest.raises(ActionError, match="nobody new"):
        do(tell_owner_again, fjellet.principal, notice=notice)
    do(receive_notice, fjellet.owner_adviser, notice=notice)
    second_adviser(fjellet)
    with pytest.raises(ActionError, match="already received"):
        do(tell_owner_again, fjellet.principal, notice=notice)


def test_tell_owner_again_refused_by_role(fjellet):
    notice = tell(fjellet, CaseFactory(unit=fjellet.school))
    refused_to(
        (fjellet.teacher, fjellet.owner_adviser), lambda by: do(tell_owner_again, by, notice=notice)
    )


def note(place, notice, by=None, **more):
    asked = {"token": uuid.uuid4(), "happened_on": TODAY, "text": "Ringte kommunedirektøren."}
    return do(note_owner_told, by or place.principal, notice=notice, **(asked | more))


def test_note_owner_told_stands_in_the_log_and_ends_the_alarm(fjellet):
    nobody_at_the_owner(fjellet)
    notice = tell(fjellet, CaseFactory(unit=fjellet.school))
    token = uuid.uuid4()
    entry = note(fjellet, notice, token=token)
    assert note(fjellet, notice, token=token) == entry
    assert Entry.objects.get().text == "Ringte kommunedirektøren."
    assert OwnerNotice.objects.get().told_in == entry
    assert not OwnerNotice.objects.waiting().exists()


def test_note_owner_told_refused_by_state(fjellet):
    notice = tell(fjellet, CaseFactory(unit=fjellet.school))
    for more in ({"text": " "}, {"happened_on": TODAY - timedelta(days=1)}):
        with pytest.raises(ActionError):
            note(fjellet, notice, **more)
    do(receive_notice, fjellet.owner_adviser, notice=notice)
    with pytest.raises(ActionError, match="already received"):
        note(fjellet, notice)
    assert not Entry.objects.exists()


def test_note_owner_told_refused_by_role(fjellet):
    notice = tell(fjellet, CaseFactory(unit=fjellet.school))
    refused_to((fjellet.teacher, fjellet.owner_adviser), lambda by: note(fjellet, notice, by=by))


def test_receive_notice_without_seeing_the_case(fjellet):
    case = CaseFactory(unit=fjellet.school)
    notice = tell(fjellet, case)
    done = do(receive_notice, fjellet.owner_adviser, notice=notice)
    assert (done.received_by, done.received_at) == (fjellet.owner_adviser, NOW)
    later = do(receive_notice, fjellet.owner_adviser, notice=notice, now=NOW + timedelta(hours=1))
    assert later.received_at == NOW
    with acting(fjellet.owner_adviser, TODAY):
        assert not Case.objects.filter(pk=case.pk).exists()
    assert Event.objects.filter(name="owner.received").count() == 1


def test_receive_notice_refused_by_state(fjellet):
    case = CaseFactory(unit=fjellet.school, held_by=fjellet.owner)
    notice = tell(fjellet, case, by=fjellet.owner_adviser)
    with pytest.raises(ActionError, match="yourself"):
        do(receive_notice, fjellet.owner_adviser, notice=notice)
    other, third = second_adviser(fjellet), second_adviser(fjellet)
    do(receive_notice, other, notice=notice)
    with pytest.raises(ActionError, match="Somebody else"):
        do(receive_notice, third, notice=notice)


def test_receive_notice_refused_by_role(fjellet, strand):
    case = CaseFactory(unit=fjellet.school)
    notice = tell(fjellet, case)
    excluded = second_adviser(fjellet)
    CaseAccessFactory(case=case, person=excluded)
    outside = [
        fjellet.principal, fjellet.owner_administrator, strand.owner_adviser, excluded,
    ]  # fmt: skip
    refused_to(outside, lambda by: do(receive_notice, by, notice=notice))
    with pytest.raises(PermissionDenied):
        receive_notice(notice=notice, by=excluded, now=NOW)


def test_messages_to_the_owner_are_due_until_they_are_answered(fjellet):
    case = CaseFactory(unit=fjellet.school)
    notice = tell(fjellet, case)
    row = do(exclude_person, fjellet.principal, case=case, person=fjellet.deputy, reason=WHY)
    for kind, thing in ((OwnerTold(), notice), (ExclusionToAnswer(), row)):
        message = MessageFactory(kind=kind.name, thing_id=thing.pk, person=fjellet.owner_adviser)
        other = MessageFactory(kind=kind.name, thing_id=thing.pk, person=fjellet.principal)
        gone = MessageFactory(kind=kind.name, person=fjellet.owner_adviser)
        with as_worker():
            assert kind.url(message) == "/owner/"
            assert kind.still_due(message, NOW)
            assert kind.may_receive(message, TODAY)
            assert not kind.may_receive(other, TODAY)
            assert not kind.still_due(gone, NOW)
            assert not kind.may_receive(gone, TODAY)
    CaseAccessFactory(case=case, person=fjellet.owner_adviser)
    OwnerNotice.objects.update(received_at=NOW, received_by=fjellet.owner_adviser)
    type(row).objects.filter(pk=row.pk).update(ended_at=NOW)
    for kind, thing in ((OwnerTold(), notice), (ExclusionToAnswer(), row)):
        message = Message.objects.filter(kind=kind.name, thing_id=thing.pk).first()
        message.person = fjellet.owner_adviser
        with as_worker():
            assert not kind.still_due(message, NOW)
            assert not kind.may_receive(message, TODAY)


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("principal", [1, 1]), ("owner_adviser", [1, 0]), ("owner_administrator", [0, 0]),
        ("data_protection_officer", [0, 0]), ("other_principal", [0, 0]), ("ppt_leader", [0, 0]),
    ],
)  # fmt: skip
def test_the_walls_are_open_for_what_the_owner_was_told(fjellet, who, seen):
    notice = OwnerNoticeFactory(case__unit=fjellet.school)
    StaffConcernedFactory(case=notice.case)
    with acting(getattr(fjellet, who), TODAY) as viewer:
        assert [model.objects.count() for model in (OwnerNotice, StaffConcerned)] == seen
        assert OwnerNotice.objects.update(reason="Rettet.") == seen[0]
    seen_too = [model.objects.visible_to(viewer) for model in (OwnerNotice, StaffConcerned)]
    assert [rows.count() for rows in seen_too] == seen
    CaseAccessFactory(case=notice.case, person=getattr(fjellet, who))
    with acting(getattr(fjellet, who), TODAY):
        assert [model.objects.count() for model in (OwnerNotice, StaffConcerned)] == [0, 0]


def test_the_worker_reads_the_notice_and_not_whom_a_case_is_about(fjellet):
    StaffConcernedFactory(case=OwnerNoticeFactory(case__unit=fjellet.school).case)
    with as_worker():
        assert OwnerNotice.objects.count() == 1
        with pytest.raises(ProgrammingError), transaction.atomic():
            StaffConcerned.objects.count()


def test_a_notice_names_an_entry_of_its_own_case(fjellet):
    notice = OwnerNoticeFactory(case__unit=fjellet.school)
    elsewhere = EntryFactory(case__unit=fjellet.school)
    OwnerNotice.objects.filter(pk=notice.pk).update(told_in=elsewhere)
    with connection.cursor() as cursor, pytest.raises(IntegrityError):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
