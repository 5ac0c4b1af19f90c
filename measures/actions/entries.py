"""What was done of a measure is written down by those who do it."""

import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from cases import demands
from common.errors import ActionError
from measures.actions.work import Work
from measures.models import Measure, MeasureEntry
from organisations import permissions


@transaction.atomic
def write_what_was_done(
    *, measure: Measure, by: Person, now: datetime, token: uuid.UUID, happened_on: date, text: str
) -> MeasureEntry:
    """Write down what was done on a day. One sheet (``token``) makes one entry, never changed: a
    correction is a new one. By the one who carries the measure out, or one who follows up the case.

    Raises ``ActionError`` for a day to come or before the school knew, for an empty text, and when
    the measure was taken out before it began.
    """
    needs = measure.needed_to_evaluate(by.pk, permissions.stood_in_by(by, now))
    work = Work.begin(measure.case, by=by, now=now, needs=needs)
    measure = work.measure(measure)
    text = demands.text(text, missing=_("Write what was done."), longest=4000)
    if made := work.written(measure.entries.all(), token, text=text, happened_on=happened_on):
        return made
    if measure.was_never_carried_out:
        raise ActionError(_("This measure was taken out of the plan before it began."))
    demands.past_day(happened_on, now)
    if happened_on < timezone.localdate(work.case.known_at):
        raise ActionError(_("The date is before the school knew of the case. Look at the date."))
    entry = work.save(
        MeasureEntry(
            case=work.case,
            measure=measure,
            happened_on=happened_on,
            text=text,
            written_by=by,
            written_at=now,
            form_token=token,
        )
    )
    work.record("measure.done", measure, happened_on=happened_on)
    return entry
