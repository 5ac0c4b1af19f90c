"""What the actions in a case have in common: they work in one case, which is locked."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.system import System
from audit.models import Event
from audit.record import record
from cases import demands
from cases.actions.locking import lock
from cases.models import Case, Involvement, StateReason, TrustedAdult
from common.errors import ActionError
from organisations.calendar import Calendar
from organisations.calendars import calendar_for
from organisations.law import Law, law_for
from organisations.roles import Permission

Actor = Person | System
Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class Work:
    """One person's work in one case, which is locked, at one time."""

    case: Case
    by: Actor
    now: datetime

    @classmethod
    def in_any_state(
        cls, case: Case, *, by: Actor, now: datetime, needs: Permission = Permission.WRITE_CASES
    ) -> Self:
        """Lock the case and ask permission where it is held. Raises PermissionDenied."""
        case = lock(case)
        demands.right(by, needs, case=case, now=now)
        return cls(case, by, now)

    @classmethod
    def also_closed(
        cls, case: Case, *, by: Actor, now: datetime, needs: Permission = Permission.WRITE_CASES
    ) -> Self:
        """The same in a case that is open or closed. Raises ``ActionError`` when it is void."""
        work = cls.in_any_state(case, by=by, now=now, needs=needs)
        demands.not_void(work.case)
        return work

    @classmethod
    def begin(
        cls, case: Case, *, by: Actor, now: datetime, needs: Permission = Permission.WRITE_CASES
    ) -> Self:
        """The same in an open case. Raises ``ActionError`` when it has ended."""
        work = cls.also_closed(case, by=by, now=now, needs=needs)
        if not work.case.is_open:
            raise ActionError(
                _("This case is closed. Reopen it first, or write what you did in the log.")
            )
        return work

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    @property
    def person(self) -> Person:
        """Whoever acts, where only a person may. Raises PermissionDenied."""
        if not isinstance(self.by, Person):
            raise PermissionDenied("A person gives the reason.")
        return self.by

    @property
    def law(self) -> Law:
        """The law of the unit where it happened, as it is today."""
        return law_for(self.case.unit, self.today)

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
        return demands.made(rows.filter(written_by=self.person, case=self.case), token, **same)

    def save(self, row: Row) -> Row:
        """A new row. Refuses a sheet that somebody else has used."""
        return demands.saved(row)

    def reason(self, text: str, *, missing: Any, **more: str) -> StateReason:
        """Why a person decides something: kept for good, whatever happens to the case later."""
        return StateReason.objects.create(
            case=self.case,
            text=demands.text(text, missing=missing),
            given_by=self.person,
            given_at=self.now,
            **more,
        )

    def record(self, name: str, target: models.Model | None = None, **data: Any) -> Event:
        """The audit event, of the case itself unless said: ids, codes and dates only."""
        target = target or self.case
        return record(name, by=self.by, now=self.now, target=target, case_id=self.case.pk, **data)
