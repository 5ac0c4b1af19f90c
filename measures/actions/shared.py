"""Shared measures of a class or of a whole unit: added, changed, begun and ended."""

import uuid
from datetime import date, datetime
from typing import Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.system import SYSTEM, System
from cases import demands as common
from common.errors import ActionError
from measures import demands
from measures.actions.sharing import SharedWork, SharedWritten
from measures.actions.work import Outdated
from measures.models import SharedMeasure
from organisations.models import Organisation

State = SharedMeasure.State


@transaction.atomic
def add_shared_measure(
    *,
    unit: Organisation,
    by: Person,
    now: datetime,
    token: uuid.UUID,
    **written: Unpack[SharedWritten],
) -> SharedMeasure:
    """Put up a measure of the unit, or of one of its groups, that several plans may refer to.

    It is a system measure for many, and tells of no child. Who carries it out works at the unit
    today. One sheet (``token``) makes one measure; sent again with another text it is refused.
    Raises ``ActionError`` with what to change.
    """
    work = SharedWork.begin(unit, by=by, now=now)
    if not unit.is_unit:
        raise ActionError(_("Choose a school or a kindergarten."))
    if made := common.made(unit.shared_measures.all(), token, **demands.as_stored(written)):
        return made
    return work.put_up(token, by, written)


@transaction.atomic
def change_shared_measure(
    *,
    shared: SharedMeasure,
    by: Person,
    now: datetime,
    revision: int,
    **written: Unpack[SharedWritten],
) -> SharedMeasure:
    """Change what is said about a shared measure that is planned or runs, in all its plans at once.

    One that runs keeps its start; its next evaluation may be moved, to an open day. ``revision`` is
    the one that was read. Raises ``Outdated`` when somebody has changed it since, ``ActionError``
    with what to change.
    """
    shared = SharedWork.locked(shared)
    work = SharedWork.begin(shared.unit, by=by, now=now)
    if not shared.is_unfinished:
        raise ActionError(_("This measure has ended. It can no longer be changed."))
    changed = work.write(shared, written)
    if not changed:
        return shared
    if revision != shared.revision:
        raise Outdated(SharedWork.locked(shared))
    shared.revision += 1
    if "starts_on" in changed:
        shared.dated_at, shared.instead_of_on = now, None
    with_it = ["evaluate_on_provisional", "counted_from"] if "evaluate_on" in changed else []
    shared.save(update_fields=[*changed, *with_it, "dated_at", "instead_of_on", "revision"])
    work.record("shared.changed", shared, fields=sorted(changed))
    return shared


@transaction.atomic
def start_shared_measure(
    *, shared: SharedMeasure, by: Person | System, now: datetime, on: date | None = None
) -> SharedMeasure:
    """Begin a planned shared measure today, or on an earlier day (``on``) when it was begun then.

    Begun later than planned, it lasts as many open days as planned. Begun already: nothing happens.
    Raises ``ActionError`` when it has ended.
    """
    shared = SharedWork.locked(shared)
    work = SharedWork.begin(shared.unit, by=by, now=now)
    if shared.state == State.RUNNING:
        return shared
    if shared.state != State.PLANNED:
        raise ActionError(_("This measure has ended. Add it again if it is needed."))
    work.begin_on(shared, min(on or work.today, work.today))
    told = {"starts_on": shared.starts_on, "evaluate_on": shared.evaluate_on}
    work.record("shared.started", shared, **told)
    return shared


@transaction.atomic
def stop_shared_measure(
    *, shared: SharedMeasure, by: Person, now: datetime, reason: str
) -> SharedMeasure:
    """End a shared measure, in all plans that it stands in: on or after its last day it is
    finished, before that it is stopped. Either takes a reason.

    Raises ``ActionError`` when it has ended already, or nothing is said.
    """
    shared = SharedWork.locked(shared)
    work = SharedWork.begin(shared.unit, by=by, now=now)
    if not shared.is_unfinished:
        raise ActionError(_("This measure has already ended."))
    shared.ended_reason = common.text(reason, missing=_("Write why the measure is stopped."))
    work.end(shared)
    return shared


def start_due_shared_measures(*, now: datetime) -> int:
    """The sweep starts what is due: a shared measure waits for no plan. Returns how many.

    Each in a transaction of its own. May run twice, late or in parallel.
    """
    due = SharedMeasure.objects.due_to_start(timezone.localdate(now)).by_time()
    return sum(_start_if_still_due(shared, now) for shared in due)


@transaction.atomic
def _start_if_still_due(shared: SharedMeasure, now: datetime) -> bool:
    found = SharedWork.locked(shared)
    if found.state != State.PLANNED or found.starts_on > timezone.localdate(now):
        return False
    start_shared_measure(shared=found, by=SYSTEM, now=now, on=found.starts_on)
    return True
