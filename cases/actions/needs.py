"""What the pupil needs on the day a case is opened."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from cases.actions.work import Work
from cases.models import Case
from common.errors import ActionError


@transaction.atomic
def note_need_met(*, case: Case, by: Person, now: datetime) -> Case:
    """The pupil has got what was needed that day. Until somebody says so, My day asks for it. Said
    twice, the first time stands. Refuses where nothing was written that the pupil needs."""
    work = Work.begin(case, by=by, now=now)
    case = work.case
    if not case.needs_today:
        raise ActionError(_("Nothing was written that the pupil needs at once."))
    if case.needs_done_at is None:
        case.needs_done_at, case.needs_done_by = now, by
        case.save(update_fields=["needs_done_at", "needs_done_by"])
        work.record("case.need_met")
    return case
