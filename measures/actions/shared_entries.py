"""What was done of a shared measure is written down by those who do it."""

import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from cases import demands
from common.errors import ActionError
from measures.actions.sharing import SharedWork
from measures.models import SharedEntry, SharedMeasure
from organisations import permissions


@transaction.atomic
def write_what_was_done_of_shared(
    *,
    shared: SharedMeasure,
    by: Person,
    now: datetime,
    token: uuid.UUID,
    happened_on: date,
    text: str,
) -> SharedEntry:
    """Write down what was done on a day, for all plans at once. One sheet (``token``) makes one
    entry, never changed: a correction is a new one. By the one who carries the measure out, or one
    who follows up cases at the unit.

    Raises ``ActionError`` for a day to come or before the measure began or was put up, for an
    empty text, and when the measure was stopped before it began.
    """
    shared = SharedWork.locked(shared)
    needs = shared.needed_to_evaluate(by.pk, permissions.stood_in_by(by, now))
    work = SharedWork.begin(shared.unit, by=by, now=now, needs=needs)
    text = demands.text(text, missing=_("Write what was done."), longest=4000)
    mine = shared.entries.filter(written_by=by)
    if made := demands.made(mine, token, text=text, happened_on=happened_on):
        return made
    if shared.was_never_carried_out:
        raise ActionError(_("This measure was stopped before it began."))
    demands.past_day(happened_on, now)
    if happened_on < min(shared.starts_on, timezone.localdate(shared.created_at)):
        raise ActionError(_("The date is before the measure began. Look at the date."))
    entry = demands.saved(
        SharedEntry(
            shared=shared,
            happened_on=happened_on,
            text=text,
            written_by=by,
            written_at=now,
            form_token=token,
        )
    )
    work.record("shared.done", shared, happened_on=happened_on)
    return entry
