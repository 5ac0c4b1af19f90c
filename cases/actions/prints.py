"""The log is put on paper. What leaves the house is noted, with the edition."""

from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from audit.models import Event
from audit.record import record
from cases import demands
from cases.actions.locking import lock
from cases.models import Case
from organisations.roles import Permission


class Edition(models.TextChoices):
    SCHOOL = "school", _("The school’s own")
    FAMILY = "family", _("For a family")


@transaction.atomic
def note_printing(*, case: Case, by: Person, now: datetime, edition: str) -> Event:
    """Somebody prints the whole log, of an open or an ended case: each time is an event of its
    own."""
    case = lock(case)
    demands.right(by, Permission.WRITE_CASES, case=case, now=now)
    (edition,) = demands.choices([edition], Edition, missing=_("Choose for whom it is printed."))
    return record("log.printed", by=by, now=now, target=case, case_id=case.pk, edition=edition)
