"""The log is put on paper. What leaves the house is noted, with the edition."""

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Person
from audit.models import Event
from audit.record import record
from cases import demands
from cases.actions.locking import lock
from cases.models import Case, Involvement
from common.errors import ActionError
from organisations.roles import Permission


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
    by hand."""
    case = lock(case)
    demands.right(by, Permission.WRITE_CASES, case=case, now=now)
    (edition,) = demands.choices([edition], Edition, missing=_("Choose for whom it is printed."))
    asked: dict[str, Any] = {"by": by, "now": now, "target": case, "case_id": case.pk}
    if edition == Edition.SCHOOL:
        return record("log.printed", **asked, edition=edition)
    if child is None or child.case_id != case.pk:
        raise ActionError(_("Choose whose family it is for."))
    told: dict[str, Any] = {"edition": edition, "child": str(child.pk), "left_out": left_out}
    return record("log.printed_for_family", **asked, **told)
