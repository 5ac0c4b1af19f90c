"""What the actions on shared measures have in common: they work at one unit, in no case."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NotRequired, TypedDict

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.system import System
from audit.record import record
from cases import demands as common
from common.errors import ActionError
from measures import demands, rules
from measures.models import SharedMeasure
from measures.querysets import people_for_shared
from organisations import permissions
from organisations.calendar import Calendar, Day
from organisations.calendars import calendar_for
from organisations.models import Organisation
from organisations.roles import Permission
from pupils.models import Group

State = SharedMeasure.State


class SharedWritten(TypedDict):
    """What is said about a shared measure. What may be left out stays as it is, or empty."""

    title: str
    how: str
    target_groups: Sequence[str]
    responsible: Person
    starts_on: NotRequired[date]
    ends_on: NotRequired[date | None]
    group: NotRequired[Group | None]
    deputy: NotRequired[Person | None]
    interval_weeks: NotRequired[int | None]
    evaluate_on: NotRequired[date | None]
    digital: NotRequired[bool]
    prevents: NotRequired[bool]
    library_key: NotRequired[str]


@dataclass(frozen=True)
class SharedWork:
    """One person's work with the shared measures of one unit, at one time."""

    unit: Organisation
    by: Person | System
    now: datetime

    @classmethod
    def begin(
        cls,
        unit: Organisation,
        *,
        by: Person | System,
        now: datetime,
        needs: Permission = Permission.WRITE_CASES,
    ) -> "SharedWork":
        """Ask permission at the unit. Raises PermissionDenied."""
        permissions.require(by, needs, at=unit, today=timezone.localdate(now))
        return cls(unit, by, now)

    @staticmethod
    def locked(shared: SharedMeasure) -> SharedMeasure:
        """As it stands now, with its unit. Whoever holds the lock is alone with it. Raises
        PermissionDenied where it is not open to the one who acts."""
        rows = SharedMeasure.objects.select_for_update(of=("self",)).select_related("unit")
        found = rows.filter(pk=shared.pk).first()
        if found is None:
            raise PermissionDenied("Not in the scope of the one who acts.")
        return found

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    def calendar(self) -> Calendar:
        """The days on which the unit is open to children."""
        return calendar_for(self.unit)

    def record(self, name: str, target: SharedMeasure, **data: Any) -> None:
        """The audit event, of no case: ids, codes and dates only."""
        record(name, by=self.by, now=self.now, target=target, **data)

    def put_up(self, token: uuid.UUID, by: Person, written: Mapping[str, object]) -> SharedMeasure:
        """A new shared measure, all demands met."""
        shared = SharedMeasure(
            unit=self.unit,
            form_token=token,
            created_by=by,
            created_at=self.now,
        )
        self.write(shared, written)
        common.saved(shared)
        self.record("shared.added", shared, starts_on=shared.starts_on)
        return shared

    def write(self, shared: SharedMeasure, written: Mapping[str, object]) -> list[str]:
        """Write the fields into it, all demands met. Gives the names of what differs."""
        given: dict[str, Any] = {**written}
        old = {name: getattr(shared, _column(name)) for name in given}
        for name, value in given.items():
            setattr(shared, name, value)
        _check_words(shared)
        _check_people(shared, self)
        _check_dates(shared, old, self)
        return [name for name, value in old.items() if getattr(shared, _column(name)) != value]

    def begin_on(self, shared: SharedMeasure, on: date) -> None:
        """Set it running from the day. Begun late, it lasts as many open days as planned."""
        calendar, planned = self.calendar(), shared.starts_on
        shared.state, shared.started_on, shared.starts_on = State.RUNNING, on, on
        if on != planned:
            shared.instead_of_on = None
        if shared.ends_on and on > planned:
            delay = calendar.open_days_between(planned, on)
            shared.ends_on = max(on, calendar.add_open_days(shared.ends_on, delay).date)
        day = rules.first_evaluation(calendar, on, shared.interval_weeks)
        if day.date < self.today:
            day = calendar.next_open_day(self.today)
        shared.counted_from = on
        shared.evaluate_on, shared.evaluate_on_provisional = day
        shared.revision += 1
        shared.save(
            update_fields=[
                "state", "started_on", "starts_on", "ends_on", "evaluate_on",
                "evaluate_on_provisional", "counted_from", "instead_of_on", "revision",
            ]
        )  # fmt: skip

    def end(self, shared: SharedMeasure) -> None:
        """On or after its last day it is finished, before that stopped. It runs no longer than
        today; one that never began keeps its dates."""
        runs_out = shared.ends_on is not None and shared.ends_on <= self.today
        is_over = shared.state == State.RUNNING and runs_out
        if shared.started_on and not runs_out:
            shared.ends_on = max(self.today, shared.starts_on)
        shared.state = State.FINISHED if is_over else State.STOPPED
        shared.evaluate_on = shared.counted_from = None
        shared.evaluate_on_provisional = False
        shared.save(
            update_fields=[
                "state", "ends_on", "ended_reason", "evaluations_done", "evaluate_on",
                "evaluate_on_provisional", "counted_from", "answered_for",
            ]
        )  # fmt: skip
        self.record(f"shared.{shared.state}", shared, ends_on=shared.ends_on)

    def able(self) -> set[uuid.UUID]:
        """Who may carry out a shared measure of the unit today."""
        return set(people_for_shared(self.unit, self.today).values_list("pk", flat=True))


def _column(name: str) -> str:
    return f"{name}_id" if name in ("responsible", "deputy", "group") else name


def _check_words(shared: SharedMeasure) -> None:
    shared.title = common.line(shared.title, missing=_("Say what the measure is."))
    shared.how = common.text(shared.how)
    groups = common.choices(
        shared.target_groups, SharedMeasure.Target, missing=_("Choose whom the measure is for.")
    )
    if not rules.may_be_shared("system", groups):
        raise ActionError(
            _("A shared measure is for many. It cannot be for one who is exposed or violates.")
        )
    shared.target_groups = groups
    demands.digital_if_it_prevents(digital=shared.digital, prevents=shared.prevents)
    demands.weeks_between(shared.interval_weeks)


def _check_people(shared: SharedMeasure, work: SharedWork) -> None:
    if shared.group is not None and shared.group.unit_id != work.unit.pk:
        raise ActionError(_("Choose a class or group of this place."))
    demands.people(shared, work.able())


def _check_dates(shared: SharedMeasure, old: dict[str, Any], work: SharedWork) -> None:
    """Dates that are not touched are let be: time passes them by."""
    moved = [name for name in old if name.endswith("_on") and getattr(shared, name) != old[name]]
    if shared.state == State.RUNNING and "starts_on" in moved:
        raise ActionError(_("This measure has started. Its start can no longer be changed."))
    for name in moved:
        if day := getattr(shared, name):
            demands.reasonable(day, work.today)
    demands.ends_after_start(shared)
    if "evaluate_on" in moved:
        shared.evaluate_on, shared.evaluate_on_provisional = _chosen_day(shared, work)
        shared.counted_from = None


def _chosen_day(shared: SharedMeasure, work: SharedWork) -> Day:
    if shared.state != State.RUNNING or shared.evaluate_on is None:
        raise ActionError(_("Choose a date for the next evaluation while the measure runs."))
    day = demands.open_day(
        work.calendar(), shared.evaluate_on, starts_on=shared.starts_on, today=work.today
    )
    demands.not_answered(shared, day.date)
    return day
