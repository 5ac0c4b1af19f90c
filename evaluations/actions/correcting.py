"""An answer about how safe a child has it is set right, and what follows from it here."""

from datetime import datetime
from typing import Unpack

from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from cases.actions import RightAnswer, correct_safety
from cases.models import SafetyAnswer
from cases.safety import is_alarming
from measures.actions import bring_evaluation_forward
from measures.rules import next_evaluation
from organisations.calendars import calendar_for


@transaction.atomic
def correct_answer(
    *, answer: SafetyAnswer, by: Person, now: datetime, **right: Unpack[RightAnswer]
) -> SafetyAnswer:
    """The right answer in the place of a wrong one, by whoever wrote it down (``correct_safety``).

    Where the pupil does not feel safe after all, the measures that were evaluated with that answer
    come again within one open week. A date that was brought forward for nothing stays.
    """
    row = correct_safety(answer=answer, by=by, now=now, **right)
    if not is_alarming(row):
        return row
    today = timezone.localdate(now)
    soon = next_evaluation(calendar_for(row.case.unit), today, 1, 1)
    for evaluation in row.evaluations.select_related("measure").order_by("measure"):
        bring_evaluation_forward(measure=evaluation.measure, by=by, now=now, to=soon)
    return row
