"""What people write in the log. Nothing there is changed or erased."""

import uuid
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from cases import demands
from cases.actions.work import Work
from cases.models import Case, Entry, OwnerNotice
from common.errors import ActionError
from organisations.roles import Permission


@transaction.atomic
def write_entry(
    *,
    case: Case,
    by: Person,
    now: datetime,
    token: uuid.UUID,
    kind: str,
    happened_on: date,
    text: str,
    corrects: Entry | None = None,
    evaluated: Collection[uuid.UUID] = (),
) -> Entry:
    """Write in the log, also of a closed case (Education Act 12-4: documentation). A correction is
    a new entry that names the old. One sheet makes one entry. Minutes of a meeting name the
    measures ``evaluated`` in it, also when corrected. Refuses an empty text, a day to come, to
    correct what is taken back, and a look, which ``record_look`` writes and this only corrects."""
    work = Work.also_closed(case, by=by, now=now)
    case = work.case
    text = demands.text(text, missing=_("Write what you did or saw."))
    same: dict[str, Any] = {} if corrects else {"evaluated": sorted(evaluated)}
    same |= {"text": text, "kind": kind, "happened_on": happened_on}
    if written := work.written(Entry.objects.all(), token, **same):
        return written
    kind = demands.choice(kind, Entry.Kind, missing=_("Choose what kind of entry it is."))
    corrected = corrects and _corrected(case, corrects)
    if kind == Entry.Kind.LOOK and (corrected is None or corrected.kind != kind):
        raise ActionError(_("Choose among the answers in the list."))
    entry = Entry(
        case=case,
        kind=kind,
        happened_on=demands.past_day(happened_on, now),
        text=text,
        corrects=corrected,
        about_id=corrected.about_id if corrected else None,
        evaluated=corrected.evaluated if corrected else sorted(evaluated),
        written_by=by,
        written_at=now,
        form_token=token,
    )
    return work.save(entry)


@transaction.atomic
def withdraw_entry(*, entry: Entry, by: Person, now: datetime, reason: str = "") -> Entry:
    """Take an entry back with a new one: the old one stays, and can be read. Taken back twice, it
    is taken back once.

    One's own, without a reason if it is clear enough; another's by whoever may close the case, and
    then with a reason. An entry that stands for something that was done (a look, that the owner was
    told) is corrected instead.
    """
    own = entry.written_by_id == by.pk
    needs = Permission.WRITE_CASES if own else Permission.CLOSE_CASES
    work = Work.also_closed(entry.case, by=by, now=now, needs=needs)
    entry = Entry.objects.get(pk=entry.pk, case=work.case)
    if back := Entry.objects.filter(corrects=entry, withdraws=True).first():
        if back.written_by_id == by.pk:
            return back
        raise ActionError(_("This entry has been taken back already."))
    _refuse_what_stands_for_more(entry)
    reason = demands.text(reason, missing="" if own else _("Write why the entry is taken back."))
    back = Entry(
        case=work.case,
        kind=entry.kind,
        happened_on=work.today,
        text=reason,
        corrects=entry,
        about_id=entry.about_id,
        withdraws=True,
        written_by=by,
        written_at=now,
        form_token=uuid.uuid4(),
    )
    return work.save(back)


def _corrected(case: Case, corrects: Entry) -> Entry:
    """The entry as it stands now. What is taken back, or takes another back, has no better text."""
    found = Entry.objects.filter(pk=corrects.pk, case=case).first()
    if found is None:
        raise ActionError(_("The entry that you correct belongs to another case."))
    if found.withdraws or Entry.objects.filter(corrects=found, withdraws=True).exists():
        raise ActionError(_("This entry has been taken back. Write a new one."))
    return found


def _refuse_what_stands_for_more(entry: Entry) -> None:
    if entry.withdraws:
        raise ActionError(_("This entry takes another back. Write a new one instead."))
    stands_for = OwnerNotice.objects.filter(told_in=entry)
    if entry.kind == Entry.Kind.LOOK or stands_for.exists():
        raise ActionError(_("This entry stands for something that was done. Correct it instead."))
