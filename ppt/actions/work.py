"""What the actions at the desk have in common: one alert, locked, in the hands of one person."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.record import record
from cases.models import PptAlert, PptAnswer
from common import demands
from common.dates import short_day
from common.errors import ActionError
from organisations import permissions
from organisations.models import Organisation
from organisations.roles import Permission
from ppt import rules


@dataclass(frozen=True)
class Work:
    """There is no case to lock: nothing at PPT leads to it."""

    alert: PptAlert
    office: Organisation
    by: Person
    now: datetime

    @classmethod
    def begin(cls, alert: PptAlert, *, by: Person, now: datetime) -> "Work":
        """Lock the alert, and ask permission at its office. Raises PermissionDenied."""
        # Nothing is joined: a row that was waited for would be joined to what stood before.
        found = demands.locked(PptAlert.objects.all(), alert)
        if found.office is None:
            raise PermissionDenied("The alert is not at an office.")
        work = cls(found, found.office, by, now)
        permissions.require(by, Permission.ANSWER_ALERTS, at=work.office, today=work.today)
        return work

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    def works_here(self, person: Person, permission: Permission = Permission.ANSWER_ALERTS) -> bool:
        return permissions.allowed(person, permission, at=self.office, today=self.today)

    def step(self, verb: rules.Verb) -> None:
        """To the state that follows, acknowledged by whoever came first. Raises ActionError."""
        alert, ended = self.alert, PptAlert.Ended.CASE_ENDED
        after = rules.after(alert.state, verb, case_ended=alert.ended_reason == ended)
        if after is None:
            raise ActionError(self._refusal())
        if alert.received_by is None:
            alert.received_at, alert.received_by = self.now, self.by
            self.record("alert.received")
        alert.state = PptAlert.State(after)
        alert.ended_at, alert.ended_reason = None, ""

    def answer(self, answer: PptAnswer) -> PptAnswer:
        """What the school is told, with the alert as it stands now. One sheet is one answer."""
        saved = demands.saved(answer)
        self.save()
        return saved

    def made(self, token: uuid.UUID, **same: Any) -> PptAnswer | None:
        own = PptAnswer.objects.filter(alert=self.alert, given_by=self.by)
        return demands.made(own, token, **same)

    def save(self) -> None:
        self.alert.save(update_fields=KEPT)

    def record(self, name: str, target: models.Model | None = None, **data: Any) -> None:
        record(name, by=self.by, now=self.now, target=target or self.alert, **data)

    def _refusal(self) -> str:
        alert = self.alert
        first, when = alert.received_by, alert.received_at
        if alert.state == PptAlert.State.ENDED or first is None or when is None:
            ended = _("Alert %(number)s has ended. Nothing more is done with it.")
            return ended % {"number": alert.number}
        told = {"name": first.name, "when": short_day(when)}
        return _("%(name)s has already acknowledged this alert, %(when)s.") % told


KEPT = (
    "state", "received_at", "received_by", "assigned_to", "answer_by", "ended_at", "ended_reason",
)  # fmt: skip
