"""How concerns and cases meet: a concern is added to a case, or another place is told of one."""

import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from cases.actions.work import Work
from cases.models import Case, CaseConcern, Involvement
from common.errors import ActionError
from concerns import actions as concerns
from concerns.models import Concern
from organisations.models import Organisation
from organisations.roles import Permission


@transaction.atomic
def add_concern(*, case: Case, concern: Concern, by: Person, now: datetime) -> CaseConcern:
    """Take a concern on in a case that is open already. The one who told it gets the same words as
    when a case is opened for it. Added twice, it stands there once. Refuses where the case has
    ended, a concern of another place, and as ``concerns.actions.take_on`` does."""
    work = Work.in_any_state(case, by=by, now=now)
    case = work.case
    added = CaseConcern.objects.filter(concern=concern, direction=CaseConcern.Direction.RECEIVED)
    if there := added.filter(case=case).first():
        return there
    if not case.is_open:
        raise ActionError(_("This case has ended. Reopen it first, or open a new one."))
    return _link(work, concern)


@transaction.atomic
def tell_elsewhere(
    *,
    case: Case,
    unit: Organisation,
    by: Person,
    now: datetime,
    token: uuid.UUID,
    about: str,
    what: str,
    reason: str,
    happened_on: date,
) -> CaseConcern:
    """Tell another school or kindergarten what it must know, in words written for it alone: a
    concern there, answered there; neither place sees the other's case. The decision is the
    leader's own, and has a reason. The same sheet (``token``) tells once. Refuses where the case
    has ended, and as ``concerns.actions.tell_unit`` does."""
    work = Work.in_any_state(case, by=by, now=now, needs=Permission.CLOSE_CASES)
    case, way = work.case, CaseConcern.Direction.TOLD
    if not case.is_open:
        raise ActionError(_("This case has ended. Nobody is told of it any more."))
    concern = concerns.tell_unit(
        unit=unit,
        from_unit=case.unit,
        decided_by=by,
        reason=reason,
        by=by,
        now=now,
        token=token,
        about=about,
        what=what,
        told_by=Concern.Teller.OTHER,
        happened_on=happened_on,
        known_at=max(case.known_at, _beginning(happened_on)),
    )
    if there := CaseConcern.objects.filter(concern=concern, direction=way).first():
        return there
    row = _row(work, concern, way, to_unit=unit)
    work.record("case.told_elsewhere", row, to=unit.pk)
    return row


def _beginning(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))


def _link(work: Work, concern: Concern) -> CaseConcern:
    """The concern is taken on, and stands in the case."""
    if concern.unit_id != work.case.unit_id:
        raise ActionError(_("The concern was told at another place than the case."))
    concerns.take_on(concern=concern, by=work.person, now=work.now)
    row = _row(work, concern, CaseConcern.Direction.RECEIVED)
    work.record("case.concern_added", row)
    return row


def _row(
    work: Work,
    concern: Concern,
    direction: str,
    *,
    to_unit: Organisation | None = None,
    about: Involvement | None = None,
) -> CaseConcern:
    return CaseConcern.objects.create(
        case=work.case,
        concern=concern,
        direction=direction,
        to_unit=to_unit,
        about=about,
        added_by=work.person,
        added_at=work.now,
    )
