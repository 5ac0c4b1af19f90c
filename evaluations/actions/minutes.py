"""The minutes of a meeting in which a case was evaluated."""

import uuid
from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from cases import demands
from cases.actions import write_entry
from cases.actions.work import Work
from cases.models import Case, Entry
from common.errors import ActionError
from common.sorting import sort_key
from evaluations.querysets import people_at_meeting
from measures.models import Measure, PlanReference


@transaction.atomic
def write_minutes(
    *,
    case: Case,
    by: Person,
    now: datetime,
    token: uuid.UUID,
    happened_on: date,
    people: Collection[Person],
    others: str,
    decided: str,
    evaluated: Collection[Measure | PlanReference] = (),
) -> Entry:
    """Who took part and what was decided, as one entry in the log that names the measures that were
    evaluated (Education Act 12-4: documentation).

    A shared measure is named by its place in a plan of the case: the entry holds nothing of other
    cases. ``people`` sign in here, ``others`` are written as they are called. One sheet, one entry.
    Raises ``ActionError`` when the case has ended, nobody took part, nothing was decided, or a
    measure is of another case or was never evaluated.
    """
    work = Work.begin(case, by=by, now=now)
    decided = demands.text(decided, missing=_("Write what was decided."))
    took_part = _took_part(work, people, demands.text(others, longest=400, lines=False))
    _refuse_unless_evaluated(work.case, evaluated)
    return write_entry(
        case=work.case,
        by=by,
        now=now,
        token=token,
        kind=Entry.Kind.MEETING,
        happened_on=happened_on,
        text=f"{took_part}\n\n{decided}",
        evaluated=[one.pk for one in evaluated],
    )


def _took_part(work: Work, people: Collection[Person], others: str) -> str:
    present = people_at_meeting(work.case, work.today).filter(pk__in=[one.pk for one in people])
    names = sorted((one.name for one in present), key=sort_key)
    if len(names) != len({one.pk for one in people}):
        raise ActionError(_("Choose among the answers in the list."))
    if not names and not others:
        raise ActionError(_("Say who took part."))
    told = ", ".join([*names, others] if others else names)
    return _("Took part: %(people)s.") % {"people": told}


def _refuse_unless_evaluated(case: Case, evaluated: Collection[Measure | PlanReference]) -> None:
    asked = {one.pk for one in evaluated}
    given = case.evaluations.filter(measure__in=asked).values_list("measure", flat=True)
    shared = PlanReference.objects.current().filter(case=case, pk__in=asked)
    shared = shared.filter(shared__evaluations__isnull=False).values_list("pk", flat=True)
    if asked - {*given, *shared}:
        raise ActionError(_("Choose among the measures of this case that have been evaluated."))
