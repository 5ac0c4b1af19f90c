"""An evaluation of a shared measure is recorded: once, for all plans that it stands in."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.record import record
from cases import demands
from common.errors import ActionError
from evaluations import rules
from evaluations.actions.recording import AlreadyRecorded, _refuse_unless_due
from evaluations.models import SharedEvaluation
from measures.actions import note_shared_evaluation
from measures.actions.sharing import SharedWork
from measures.models import SharedMeasure
from measures.rules import next_evaluation
from organisations import permissions
from organisations.calendar import Day
from organisations.calendars import calendar_for


@transaction.atomic
def record_shared_evaluation(
    *,
    shared: SharedMeasure,
    by: Person,
    now: datetime,
    due_on: date,
    effect: str,
    next: str,
    next_on: date | None = None,
    note: str = "",
) -> SharedEvaluation:
    """Answer one due date of a running shared measure, once, and set its next date or end it.

    It asks nothing about a child. By the one who carries it out, or one who follows up cases at the
    unit. Without ``next_on`` the next date is worked out: its own interval, else 1, 2, then every 4
    open weeks; a day that is closed or past becomes the next open one. Raises ``AlreadyRecorded``;
    ``ActionError`` when the measure does not run, or its date was moved meanwhile.
    """
    shared = SharedWork.locked(shared)
    today = timezone.localdate(now)
    needed = shared.needed_to_evaluate(by.pk, permissions.stood_in_by(by, now))
    permissions.require(by, needed, at=shared.unit, today=today)
    _guard(shared, due_on)
    demands.choice(effect, SharedEvaluation.Effect)
    if next not in rules.NEXT_OF_SHARED:
        raise ActionError(_("Choose among the answers in the list."))
    day = _next_day(shared, due_on, next_on, today) if rules.goes_on(next) else None
    evaluation = SharedEvaluation.objects.create(
        shared=shared, due_on=due_on, effect=effect, next=next, next_on=day and day.date,
        note=demands.text(note, longest=4000), recorded_by=by, recorded_at=now,
    )  # fmt: skip
    note_shared_evaluation(shared=shared, by=by, now=now, next_on=day, next=next)
    record(
        "shared.evaluated", by=by, now=now, target=shared, evaluation=evaluation.pk,
        due_on=due_on, effect=effect, next=next,
    )  # fmt: skip
    return evaluation


def _guard(shared: SharedMeasure, due_on: date) -> None:
    answered = shared.evaluations.filter(due_on=due_on).select_related("recorded_by")
    if evaluation := answered.first():
        raise AlreadyRecorded(evaluation)
    _refuse_unless_due(shared, due_on)


def _next_day(shared: SharedMeasure, due_on: date, wanted: date | None, today: date) -> Day:
    calendar = calendar_for(shared.unit)
    if wanted is None:
        done = shared.evaluations_done + 1
        wanted = next_evaluation(calendar, today, done, shared.interval_weeks).date
    try:
        return rules.next_day(calendar, wanted=wanted, today=today, due_on=due_on).day
    except ValueError as too_far:
        raise ActionError(_("Choose a day within a year for the next evaluation.")) from too_far
