"""The evaluations of a case fall on one weekday, so that they can be talked about together."""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from cases.models import Case
from cases.safety import somebody_is_unsafe
from common.errors import ActionError
from measures import rules
from measures.actions.work import Work
from measures.models import Measure
from organisations.calendar import Calendar


class CommonDay(NamedTuple):
    """The weekday (Monday is 0; None: there is none), how many dates moved to it, and whether all
    stay since a pupil does not feel safe."""

    weekday: int | None
    moved: int
    stay: bool = False


@transaction.atomic
def choose_evaluation_weekday(
    *, case: Case, by: Person, now: datetime, weekday: int | None
) -> CommonDay:
    """Choose the weekday on which the evaluations of a case fall, or with None that there is none.

    Evaluations that stand ahead for measures that run move to the first such open day after
    (``rules.on_weekday``), never past the measure's end; those that are due stay. While a pupil
    does not feel safe, and where it is taken away, every date stays. The same day again changes
    nothing. Raises ``ActionError`` for a day that is not Monday to Friday, and when the case has
    ended.
    """
    work = Work.begin(case, by=by, now=now)
    case = work.case
    if weekday is not None and weekday not in Case.Weekday.values:
        raise ActionError(_("Choose a day from Monday to Friday."))
    if weekday == case.evaluation_weekday:
        return CommonDay(weekday, 0)
    case.evaluation_weekday = weekday
    case.save(update_fields=["evaluation_weekday"])
    stay = case.unsafe_since is not None or somebody_is_unsafe(case)
    moved = 0 if stay else _put_all(work)
    if weekday is None:
        work.record("case.evaluation_weekday_ended", case)
    else:
        work.record("case.evaluation_weekday_chosen", case, weekday=weekday, moved=moved)
    return CommonDay(weekday, moved, stay)


def _put_all(work: Work) -> int:
    ahead = Measure.objects.running().filter(case=work.case, evaluate_on__gt=work.today)
    calendar = work.calendar()
    standing = ahead.order_by("evaluate_on", "id").select_for_update()
    return sum(_put(work, measure, calendar) for measure in standing)


def _put(work: Work, measure: Measure, calendar: Calendar) -> bool:
    """On the weekday of its case. A date that is no longer the one that is counted is a chosen one:
    a new calendar does not count it anew."""
    measure.case = work.case
    weekday, last = work.case.evaluation_weekday, measure.ends_on
    day = rules.on_weekday(calendar, measure.next_evaluation, weekday, last)
    if measure.counted_from:
        counted = measure.evaluation_after(measure.counted_from, measure.evaluations_done, calendar)
        measure.counted_from = measure.counted_from if counted.date == day.date else None
    return work.put_evaluation(measure, day, chosen=True)
