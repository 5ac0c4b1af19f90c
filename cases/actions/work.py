"""What many actions in a case have in common: they work in one case, open and locked."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.record import record
from cases import demands
from cases.actions.locking import lock
from cases.models import Case, Involvement, TrustedAdult
from common.errors import ActionError
from organisations.calendar import Calendar
from organisations.calendars import calendar_for
from organisations.roles import Permission

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class Work:
    """One person's work in one open case, which is locked, at one time."""

    case: Case
    by: Person
    now: datetime

    @classmethod
    def begin(
        cls, case: Case, *, by: Person, now: datetime, needs: Permission = Permission.WRITE_CASES
    ) -> "Work":
        """Lock the case and ask permission where it is held. Raises PermissionDenied, and
        ``ActionError`` when the case has ended."""
        work = cls(lock(case), by, now)
        demands.right(by, needs, case=work.case, now=now)
        demands.not_void(work.case)
        if not work.case.is_open:
            raise ActionError(
                _("This case is closed. Reopen it first, or write what you did in the log.")
            )
        return work

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    def calendar(self) -> Calendar:
        """The days on which the unit where it happened is open to children."""
        return calendar_for(self.case.unit)

    def involvement(self, row: Involvement) -> Involvement:
        """The row as it stands now. Whoever holds the case's lock is alone with it."""
        found = Involvement.objects.get(pk=row.pk, case=self.case)
        found.case = self.case
        return found

    def trusted_adult(self, row: TrustedAdult) -> TrustedAdult:
        found = TrustedAdult.objects.get(pk=row.pk, case=self.case)
        found.case = self.case
        return found

    def day(self, day: date, *, first: date | None = None) -> date:
        """A day from the one on which the school knew (or another first one) to today."""
        first = first or timezone.localdate(self.case.known_at)
        if day > self.today:
            raise ActionError(_("The date is in the future. Write when it was."))
        return demands.not_before(first, day)

    def written(self, rows: models.QuerySet[Row], token: uuid.UUID, **same: Any) -> Row | None:
        """What the same sheet by the same person has made already. Refuses another text on it."""
        made = rows.filter(form_token=token, written_by=self.by, case=self.case).first()
        if made is not None and any(getattr(made, name) != same[name] for name in same):
            raise ActionError(demands.USED_FORM)
        return made

    def save(self, row: Row) -> Row:
        """A new row. Refuses a sheet that somebody else has used."""
        return demands.saved(row)

    def record(self, name: str, target: models.Model, **data: Any) -> None:
        """The audit event: ids, codes and dates only."""
        record(name, by=self.by, now=self.now, target=target, case_id=self.case.pk, **data)
