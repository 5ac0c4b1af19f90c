"""Somebody tells: at the own unit, or, where it was decided, at another one."""

import uuid
from datetime import date, datetime
from typing import NotRequired, TypedDict, Unpack

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.record import record
from common import demands
from common.errors import ActionError
from concerns import rules
from concerns.models import Concern
from concerns.notices import ConcernRaised, PupilChangesSchool, answerers
from concerns.rules import PARTS
from notifications.outbox import tell
from organisations import permissions
from organisations.law import law_for
from organisations.models import Organisation
from organisations.roles import Permission

EVENTS = {False: "concern.reported", True: "concern.told_elsewhere"}
CHOSEN = ("unit_id", "route", "told_by", "needs_today", "telling_reason", "ground_by", "ground_on")
TYPED = ("about", "what", *PARTS, *CHOSEN)


class Told(TypedDict):
    """What somebody saw, heard or was told. What is left out: oneself, today, now."""

    about: str
    what: str
    told_by: NotRequired[str]
    needs_today: NotRequired[str]
    happened_on: NotRequired[date]
    known_at: NotRequired[datetime]


@transaction.atomic
def report_concern(
    *,
    unit: Organisation,
    by: Person,
    now: datetime,
    token: uuid.UUID,
    route: str = "leader",
    **told: Unpack[Told],
) -> Concern:
    """Tell those who answer for the unit that a child may not be safe, also on behalf of somebody
    without an account. Everybody who works there may, on suspicion alone (Education Act 12-4;
    12-5 where somebody who works there may be the one who violates; Kindergarten Act 42 and 43).

    The same sheet (``token``) by the same person makes one concern.
    """
    today = timezone.localdate(now)
    permissions.require(by, Permission.REPORT_CONCERN, at=unit, today=today)
    concern = _checked(unit, now, told)
    concern.route = demands.choice(route, Concern.Route)
    return _saved(concern, by, token)


@transaction.atomic
def tell_unit(
    *,
    unit: Organisation,
    from_unit: Organisation,
    decided_by: Person,
    reason: str,
    by: Person,
    now: datetime,
    token: uuid.UUID,
    **told: Unpack[Told],
) -> Concern:
    """Tell another school or kindergarten what it must know, for a reason and on somebody's
    decision. It is answered there; the sender sees the answer and nothing else.

    ``by`` and ``decided_by`` work on cases at the unit that tells, or at its owner.
    """
    _may_tell(unit, from_unit, by, decided_by, timezone.localdate(now))
    concern = _checked(unit, now, told)
    _from_elsewhere(concern, from_unit, decided_by, reason)
    return _saved(concern, by, token)


def _may_tell(
    unit: Organisation, from_unit: Organisation, by: Person, decided_by: Person, today: date
) -> None:
    """Raises PermissionDenied for who does not work on cases at the place that tells."""
    if not _works_on_cases(by, from_unit, today):
        raise PermissionDenied(Permission.WRITE_CASES)
    if unit.pk == from_unit.pk or not from_unit.is_unit:
        raise ActionError(_("Choose another school or kindergarten."))
    if not _works_on_cases(decided_by, from_unit, today):
        raise ActionError(_("Choose somebody who works on cases here as the one who decided it."))


def _from_elsewhere(
    concern: Concern, from_unit: Organisation, decided_by: Person, reason: str
) -> None:
    """Which place tells, who decided it there, and why."""
    concern.from_unit, concern.decided_by = from_unit, decided_by
    concern.telling_reason = demands.text(
        reason, missing=_("Write why the other place may be told this.")
    )


def _works_on_cases(person: Person, unit: Organisation, today: date) -> bool:
    places = Organisation.objects.filter(pk__in=[unit.pk, unit.owner_id])
    return any(
        permissions.allowed(person, Permission.WRITE_CASES, at=place, today=today)
        for place in places
    )


def _checked(unit: Organisation, now: datetime, told: Told) -> Concern:
    """The concern, not stored yet; everything asked again, whatever form it came through."""
    if not unit.is_unit:
        raise ActionError(_("Choose a school or a kindergarten."))
    today = timezone.localdate(now)
    happened_on = demands.past_day(told.get("happened_on", today), now)
    known_at = demands.past(told.get("known_at", now), now)
    if timezone.localdate(known_at) < happened_on:
        raise ActionError(_("You knew of it before it happened. Correct one of the two dates."))
    return Concern(
        unit=unit,
        owner_id=unit.owner_id,
        about=demands.line(told["about"], missing=_("Write whom it concerns.")),
        what=demands.text(told["what"], missing=_("Write what was seen or heard.")),
        told_by=demands.choice(told.get("told_by", "self"), Concern.Teller),
        needs_today=demands.text(told.get("needs_today", "")),
        happened_on=happened_on,
        known_at=known_at,
        told_at=now,
        answer_by=rules.answer_by(today, law_for(unit, today)),
    )


def _saved(concern: Concern, by: Person, token: uuid.UUID) -> Concern:
    concern.reporter, concern.form_token = by, token
    if made := _made(concern):
        return made
    try:
        demands.saved(concern)
    except ActionError:
        # Sent twice at once: the other one was first.
        if made := _made(concern):
            return made
        raise
    _tell_of(concern)
    return concern


def _made(concern: Concern) -> Concern | None:
    """What the same sheet has made before. Refuses one that was filled in anew."""
    own = Concern.objects.filter(reporter=concern.reporter)
    typed = {name: getattr(concern, name) for name in TYPED}
    return demands.made(own, concern.form_token, **typed)


def _tell_of(concern: Concern) -> None:
    by, now = concern.reporter, concern.told_at
    record(
        "concern.change_sent" if concern.is_change else EVENTS[concern.from_unit_id is not None],
        by=by,
        now=now,
        target=concern,
        route=concern.route,
        told_by=concern.told_by,
    )
    to = answerers(concern, timezone.localdate(now)) - {by}
    kind = PupilChangesSchool if concern.is_change else ConcernRaised
    tell(kind, thing_id=concern.pk, to=to, now=now, due_on=concern.answer_by)
