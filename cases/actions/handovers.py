"""An open case is handed on over the summer: the note of May, the handover of June with who is
there meanwhile, and the first talk of August. Each is done once; all days are recommended."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from cases import demands
from cases.actions.answers import Asked, record_safety
from cases.actions.one_step import OneStep
from cases.models import Handover
from cases.querysets import people_who_see, people_who_take_part
from common.dates import short_day
from common.errors import ActionError
from organisations.calendar import school_year_span

Kind = Handover.Kind
SUMMER_IS_OVER = (9, 30)
"""Month and day after which nobody is a contact for the summer."""


@transaction.atomic
def write_class_division(*, handover: Handover, by: Person, now: datetime, text: str) -> Handover:
    """What those who divide the classes of next year must keep in mind: who should not be placed
    together. It belongs to the case, and those who see the case see it."""
    step = OneStep.begin(handover, Kind.MAY, by=by, now=now)
    text = demands.text(text, missing=_("Write what must be kept in mind."))
    return step.done_before(text=text) or step.finish(text=text).record("handover.may_written")


@transaction.atomic
def hand_over_for_summer(
    *,
    handover: Handover,
    by: Person,
    now: datetime,
    text: str,
    contact: Person,
    first_day: date,
    last_day: date,
) -> Handover:
    """How the case stands before the summer, and who is there for the child and the parents until
    the new school year: somebody who may see the case on all these days."""
    step = OneStep.begin(handover, Kind.JUNE, by=by, now=now)
    text = demands.text(text, missing=_("Write how the case stands, and what goes on."))
    told = {"text": text} | _in_summer(step, contact, first_day, last_day)
    return step.done_before(**told) or step.finish(**told).record("handover.june_written")


@transaction.atomic
def change_summer_contact(
    *,
    handover: Handover,
    by: Person,
    now: datetime,
    contact: Person,
    first_day: date,
    last_day: date,
) -> Handover:
    """Somebody else is there in the summer, or on other days. Refuses before the handover of June
    is written, and when the summer is over."""
    step = OneStep.begin(handover, Kind.JUNE, by=by, now=now, until=SUMMER_IS_OVER)
    if not step.row.is_done:
        raise ActionError(_("Nobody is named for the summer yet. Write the handover first."))
    told = _in_summer(step, contact, first_day, last_day)
    if not step.says(told):
        step.put(**told).record("handover.contact_changed")
    return step.row


@transaction.atomic
def check_in_after_summer(
    *,
    handover: Handover,
    by: Person,
    now: datetime,
    happened_on: date,
    text: str,
    contact: Person,
    answers: Iterable[Asked] = (),
) -> Handover:
    """The first talk with the pupil and the parents after the summer: is it safe now, and who
    follows up this year? The answers are recorded as those of any other day. Refuses an empty
    text, a contact who may not take part, and a day before the school year or to come."""
    step = OneStep.begin(handover, Kind.AUGUST, by=by, now=now)
    work = step.work
    text = demands.text(text, missing=_("Write what the pupil and the parents said."))
    if not people_who_take_part(work.case, work.today).filter(pk=contact.pk).exists():
        raise ActionError(_("Choose somebody who works here and may take part in the case."))
    if made := step.done_before(text=text, contact=contact):
        return made
    known_on = timezone.localdate(work.case.known_at)
    first = school_year_span(step.row.school_year)[0]
    day = work.day(happened_on, first=max(first, known_on))
    for involvement, value, missing, answered_by in answers:
        record_safety(
            case=work.case, involvement=involvement, by=by, now=now, day=day,
            value=value, missing=missing, answered_by=answered_by,
        )  # fmt: skip
    return step.finish(text=text, contact=contact).record("handover.august_written")


def _in_summer(step: OneStep, contact: Person, first_day: date, last_day: date) -> dict[str, Any]:
    work, known = step.work, step.row.contact_from
    latest = date(step.row.school_year + 1, *SUMMER_IS_OVER)
    if last_day < first_day:
        raise ActionError(_("The last day is before the first. Change one of them."))
    if first_day < min(known or work.today, work.today) or last_day > latest:
        said = _("Choose days from today to %(latest)s.")
        raise ActionError(said % {"latest": short_day(latest)})
    for day in {work.today, max(first_day, work.today), max(last_day, work.today)}:
        if not people_who_see(work.case, day).filter(pk=contact.pk).exists():
            raise ActionError(
                _(
                    "The contact must be able to see the case on all these days. Choose somebody "
                    "else, or let the person read the case first (Who can see)."
                )
            )
    return {"contact": contact, "contact_from": first_day, "contact_until": last_day}
