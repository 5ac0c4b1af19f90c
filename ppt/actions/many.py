"""Many alerts at once. What a colleague has taken meanwhile is said, and holds up nothing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Person
from cases.models import PptAlert
from common.errors import ActionError
from ppt.actions.desk import assign_alert, receive_alert


@dataclass(frozen=True)
class Taken:
    """How many are done; the number of each alert that was refused, and why; and how many of those
    asked for are not there for the one who asked."""

    done: int
    refused: list[tuple[str, str]]
    missing: int


@transaction.atomic
def receive_alerts(*, alerts: Iterable[PptAlert], by: Person, now: datetime) -> Taken:
    """Acknowledge each of them (``receive_alert``)."""
    return _each(alerts, lambda one: receive_alert(alert=one, by=by, now=now))


@transaction.atomic
def assign_alerts(*, alerts: Iterable[PptAlert], to: Person, by: Person, now: datetime) -> Taken:
    """Give each of them to the same person (``assign_alert``)."""
    return _each(alerts, lambda one: assign_alert(alert=one, to=to, by=by, now=now))


def _each(alerts: Iterable[PptAlert], act: Callable[[PptAlert], PptAlert]) -> Taken:
    done, refused, missing = 0, [], 0
    # In one order, so that two who take the same ones wait for each other once.
    for alert in sorted(alerts, key=lambda one: one.pk):
        try:
            with transaction.atomic():
                act(alert)
            done += 1
        except ActionError as refusal:
            refused.append((alert.number, str(refusal)))
        except PermissionDenied:
            missing += 1
    return Taken(done, refused, missing)
