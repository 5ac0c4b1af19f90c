"""A pupil changes school: another place is told on a ground, and gets the chosen parts."""

import uuid
from datetime import date, datetime
from typing import NotRequired, TypedDict, Unpack

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Person
from common import demands
from common.errors import ActionError
from concerns import rules
from concerns.actions.answering import _handle, _lock, _require, _waits
from concerns.actions.telling import _checked, _from_elsewhere, _may_tell, _saved, _works_on_cases
from concerns.models import Concern
from concerns.rules import PARTS
from organisations.calendars import calendar_for
from organisations.models import Organisation

Ground = Concern.Ground
WHO_GAVE = {
    Ground.CONSENT: gettext_lazy("Write who has consented."),
    Ground.PERMISSION: gettext_lazy("Write which parent has given permission."),
}


class SentAlong(TypedDict):
    """What goes along, each as it is sent, and who gave the ground where somebody must. What is
    left out or empty does not."""

    what: str
    tried: NotRequired[str]
    wishes: NotRequired[str]
    works: NotRequired[str]
    contact: NotRequired[str]
    ground_by: NotRequired[str]
    ground_on: NotRequired[date | None]


class Change(SentAlong):
    """The same, and whom it is about."""

    about: str


@transaction.atomic
def send_change(
    *,
    unit: Organisation,
    from_unit: Organisation,
    by: Person,
    now: datetime,
    token: uuid.UUID,
    reason: str,
    **sent: Unpack[Change],
) -> Concern:
    """Tell the school or kindergarten to which a pupil changes what it needs to follow up.

    The ground follows from the two places (``rules.ground_between``). Consent and permission demand
    who gave it and when. It is to be answered within five days on which the receiver is open. The
    same sheet sends once. Raises as ``tell_unit``.
    """
    today = timezone.localdate(now)
    _may_tell(unit, from_unit, by, by, today)
    concern = _checked(
        unit,
        now,
        {"about": sent["about"], "what": sent["what"], "told_by": Concern.Teller.OTHER},
    )
    _from_elsewhere(concern, from_unit, by, reason)
    for part in PARTS:
        setattr(concern, part, demands.text(str(sent.get(part, ""))))
    concern.ground = rules.ground_between(from_unit, unit)
    if concern.ground != Ground.NEED:
        _give_ground(concern, sent, now)
    concern.answer_by = calendar_for(unit).add_open_days(today, rules.DAYS_FOR_A_CHANGE).date
    return _saved(concern, by, token)


@transaction.atomic
def note_change(*, concern: Concern, by: Person, now: datetime) -> Concern:
    """The pupil is ours, and it is noted without a case of its own. The sender is told that it is
    received. Refuses any other concern, and one that is answered."""
    concern = _lock(concern)
    _require(by, concern, concern.places, now)
    if not concern.is_change:
        raise ActionError(_("Open a case, add the concern to one, or answer it with a reason."))
    if concern.state == Concern.State.NOTED and concern.handled_by == by:
        return concern
    _waits(concern)
    return _handle(concern, Concern.State.NOTED, by, now)


@transaction.atomic
def take_back_change(*, concern: Concern, by: Person, now: datetime) -> Concern:
    """The place that sent it takes it back, as long as there is no answer. Called by the action of
    the case it was sent from, which asks who may. Out of sight at the receiver from then on.
    Denied for all but the place that sent it."""
    sender = concern.from_unit
    if sender is None or not _works_on_cases(by, sender, timezone.localdate(now)):
        raise PermissionDenied("Only the place that sent it takes it back.")
    # The wall lets those of the case take back what waits, and change nothing else.
    locked = Concern.objects.select_for_update().filter(pk=concern.pk).first()
    if locked is None or not locked.is_change or locked.state != Concern.State.NEW:
        raise ActionError(_("It has been answered or taken back already."))
    return _handle(locked, Concern.State.TAKEN_BACK, by, now)


def _give_ground(concern: Concern, sent: Change, now: datetime) -> None:
    concern.ground_by = demands.text(
        sent.get("ground_by", ""),
        missing=WHO_GAVE[Ground(concern.ground)],
        longest=120,
        lines=False,
    )
    day = sent.get("ground_on")
    if day is None:
        raise ActionError(_("Write when it was given."))
    concern.ground_on = demands.past_day(day, now)
