"""The school notes that it has received what PPT answered."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Person
from cases.actions.work import Work
from cases.models import Case, PptAnswer


@transaction.atomic
def receive_ppt_answer(*, case: Case, answer: PptAnswer, by: Person, now: datetime) -> PptAnswer:
    """By anybody who follows up the case, in whatever state it is. Twice is once: the first one who
    did it stands. Denied for an answer to another alert."""
    work = Work.in_any_state(case, by=by, now=now)
    found = PptAnswer.objects.filter(pk=answer.pk, alert=work.case.alert_id).first()
    if found is None:
        raise PermissionDenied("The answer is to another alert.")
    if found.received_at is None:
        found.received_at, found.received_by = now, by
        found.save(update_fields=["received_at", "received_by"])
        work.record("alert.answer_received", found)
    return found
