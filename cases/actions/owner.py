"""The owner is told of what is serious, and says that it was received."""

import uuid
from collections.abc import Collection
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.record import record
from cases import demands
from cases.actions.facts import write_entry
from cases.actions.locking import lock
from cases.actions.work import Work
from cases.models import Case, Entry, OwnerNotice
from cases.notices import OwnerTold, owners_readers
from common.errors import ActionError
from notifications.outbox import tell
from organisations import permissions
from organisations.roles import Permission

MARKED = {True: "case.marked_serious", False: "case.marked_not_serious"}
TOLD = {True: "owner.told", False: "owner.nobody_to_tell"}


@transaction.atomic
def tell_owner(*, case: Case, kind: str, reason: str, by: Person, now: datetime) -> OwnerNotice:
    """Tell the owner's advisers of the case: all but the one who tells and those excluded from it.

    Where nobody is left, the notice stands without a receiver, and the pages say that nobody has
    been told. That somebody who works there may be the one who violates is told once; asked again,
    it gives the notice that stands. The owner is told "straks" (Education Act 12-4 and 12-5); the
    same working day is our own advice. By whoever follows up cases where it is held or happened.
    """
    work = Work(lock(case), by, now)
    case = work.case
    _may_tell(work)
    demands.not_void(case)
    kind = demands.choice(kind, OwnerNotice.Kind, missing=_("Choose why the owner is told."))
    reason = demands.text(reason, missing=_("Write why the owner must know of the case."))
    if kind == OwnerNotice.Kind.STAFF:
        if told := OwnerNotice.objects.filter(case=case, kind=kind).first():
            return told
    notice = OwnerNotice(
        case=case,
        owner_id=case.unit.owner_id,
        kind=kind,
        reason=reason,
        told_by=by,
        told_at=now,
    )
    notice.receivers = _receivers(work, notice)
    notice.save()
    _send(work, notice, to=notice.receivers)
    return notice


@transaction.atomic
def tell_owner_again(*, notice: OwnerNotice, by: Person, now: datetime) -> OwnerNotice:
    """Send a notice to those who answer for it at the owner now. Refuses when it has been received,
    and while there is still nobody to send it to."""
    work = Work.in_any_state(notice.case, by=by, now=now)
    notice = _waiting(notice)
    receivers = _receivers(work, notice)
    if not set(receivers) - set(notice.receivers):
        raise ActionError(
            _("There is nobody new to send it to. Tell the owner in another way, and write how.")
        )
    # Who was told before has been told: it stands.
    notice.receivers = list(dict.fromkeys([*notice.receivers, *receivers]))
    notice.save(update_fields=["receivers"])
    _send(work, notice, to=receivers)
    return notice


@transaction.atomic
def note_owner_told(
    *,
    notice: OwnerNotice,
    by: Person,
    now: datetime,
    token: uuid.UUID,
    happened_on: date,
    text: str,
) -> Entry:
    """Write in the log how the owner was told in another way: by telephone, on paper, in
    person. Refuses an empty text, a day before it was decided to tell the owner, and what the owner
    has received."""
    work = Work.in_any_state(notice.case, by=by, now=now)
    if noted := work.written(Entry.objects.all(), token):
        return noted
    notice = _waiting(notice)
    if happened_on < timezone.localdate(notice.told_at):
        raise ActionError(_("This is before it was decided to tell the owner. Look at the date."))
    entry = write_entry(
        case=work.case,
        by=by,
        now=now,
        token=token,
        kind=Entry.Kind.NOTE,
        happened_on=happened_on,
        text=demands.text(text, missing=_("Write whom you told, and how.")),
    )
    notice.told_in = entry
    notice.save(update_fields=["told_in"])
    return entry


@transaction.atomic
def receive_notice(*, notice: OwnerNotice, by: Person, now: datetime) -> OwnerNotice:
    """The owner's adviser has read it. Nobody receives what he or she told the owner, or
    what somebody else has received."""
    # The case may lie outside the adviser's scope, and nothing in it is changed: the notice itself
    # is what is locked.
    found = demands.locked(OwnerNotice.objects.all(), notice)
    demands.owner_reads(by, at=found.owner, case_id=found.case_id, now=now)
    if found.told_by_id == by.pk:
        raise ActionError(_("You told the owner of this yourself. Somebody else must receive it."))
    if found.received_at is not None:
        if found.received_by_id != by.pk:
            raise ActionError(_("Somebody else at the owner has already received this."))
        return found
    found.received_by, found.received_at = by, now
    found.save(update_fields=["received_by", "received_at"])
    record("owner.received", by=by, now=now, target=found, case_id=found.case_id)
    return found


@transaction.atomic
def mark_serious(*, case: Case, by: Person, now: datetime, reason: str) -> OwnerNotice:
    """The case is serious: the owner is told in the same transaction (Education Act 12-4). Refuses
    without a reason, and a case that is marked already."""
    work = Work.also_closed(case, by=by, now=now)
    if work.case.serious:
        raise ActionError(_("This case is already marked as serious."))
    why = _mark(work, True, reason, _("Write why it is serious."))
    return tell_owner(case=work.case, kind=OwnerNotice.Kind.SERIOUS, reason=why, by=by, now=now)


@transaction.atomic
def mark_not_serious(*, case: Case, by: Person, now: datetime, reason: str) -> Case:
    """The case has been looked at, and is not serious. What the owner was told before stands."""
    work = Work.also_closed(case, by=by, now=now)
    if work.case.serious is False:
        raise ActionError(_("This case is not marked as serious."))
    _mark(work, False, reason, _("Write why it is not serious."))
    return work.case


def _mark(work: Work, serious: bool, reason: str, missing: str) -> str:
    """The reason is kept for good, as those of other decisions are: the next one changes none."""
    kept, case = work.reason(reason, missing=missing), work.case
    case.serious, case.serious_reason = serious, kept.text
    case.save(update_fields=["serious", "serious_reason"])
    work.record(MARKED[serious], reason=kept.pk)
    return kept.text


def _may_tell(work: Work) -> None:
    """A case that was opened at the owner is told of by the leader who has just handed it over."""
    case, by, right = work.case, work.person, Permission.WRITE_CASES
    if not permissions.allowed(by, right, at=case.unit, today=work.today):
        demands.right(by, right, case=case, now=work.now)
    elif case.accesses.excluding(by).exists():
        raise PermissionDenied("Excluded from the case.")


def _waiting(notice: OwnerNotice) -> OwnerNotice:
    found = OwnerNotice.objects.select_for_update().get(pk=notice.pk)
    if found.received_at is not None or found.told_in_id is not None:
        raise ActionError(_("The owner has already received this."))
    return found


def _receivers(work: Work, notice: OwnerNotice) -> list[uuid.UUID]:
    readers = owners_readers(notice.owner, work.today, case_id=work.case.pk, but=work.person)
    return sorted(readers.exclude(pk=notice.told_by_id).values_list("pk", flat=True))


def _send(work: Work, notice: OwnerNotice, *, to: Collection[uuid.UUID]) -> None:
    people = Person.objects.filter(pk__in=to)
    due_on = work.law.deadlines["notify_owner"].due_on(work.today)
    case_id = work.case.pk
    tell(OwnerTold, thing_id=notice.pk, to=people, now=work.now, due_on=due_on, case_id=case_id)
    work.record(TOLD[bool(to)], notice, notice=notice.kind, receivers=len(to))
