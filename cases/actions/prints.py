"""The log is put on paper. What leaves the house is noted, with the edition."""

from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Person
from audit.models import Event
from cases import demands
from cases.actions.work import Work
from cases.models import Case, Involvement
from common.errors import ActionError


class Edition(models.TextChoices):
    SCHOOL = "school", gettext_lazy("The school’s own")
    FAMILY = "family", gettext_lazy("For a family")


@transaction.atomic
def note_printing(
    *,
    case: Case,
    by: Person,
    now: datetime,
    edition: str,
    child: Involvement | None = None,
    left_out: int = 0,
) -> Event:
    """Somebody prints the log, of an open or an ended case: each time is an event of its own. The
    family's edition is made for one child, and ``left_out`` says how many lines somebody took out
    by hand. Refuses the family's edition without a child of the case."""
    work = Work.in_any_state(case, by=by, now=now)
    edition = demands.choice(edition, Edition, missing=_("Choose for whom it is printed."))
    if edition == Edition.SCHOOL:
        return work.record("log.printed", edition=edition)
    if child is None or child.case_id != work.case.pk:
        raise ActionError(_("Choose whose family it is for."))
    return work.record("log.printed_for_family", edition=edition, child=child.pk, left_out=left_out)
