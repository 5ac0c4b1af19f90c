"""What becomes of a concern: taken on in a case, answered with a reason, or sent on."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.record import record
from common import demands
from common.errors import ActionError
from concerns.models import Concern
from concerns.notices import ChangeAnswered, ConcernAnswered, ConcernSentOn, answerers_at
from concerns.rules import Place, answer_by
from notifications.outbox import tell
from organisations.law import law_for

EVENTS = {
    "taken_on": "concern.taken_on",
    "answered": "concern.answered",
    "noted": "concern.noted",
    "taken_back": "concern.taken_back",
}
HANDLED = ("state", "handled_at", "handled_by", "answer_reason")
SENT_ON = (
    "sent_on_at", "sent_on_reason", "declined_at", "declined_by", "declined_reason", "answer_by",
)  # fmt: skip


@transaction.atomic
def take_on(*, concern: Concern, by: Person, now: datetime) -> Concern:
    """The concern belongs to a case from now on. Called by the actions that open a case and that
    add to one, in their transaction; the reporter is told the same either way.

    After it was sent on to the owner, the unit may still take it on: better late than never.
    """
    concern = _lock(concern)
    _require(by, concern, concern.taken_on_at, now)
    _waits(concern)
    return _handle(concern, Concern.State.TAKEN_ON, by, now)


@transaction.atomic
def answer_concern(*, concern: Concern, by: Person, now: datetime, reason: str) -> Concern:
    """Answer with a reason that it is not taken on. Not open when the child said it, nor, in a
    kindergarten, when the guardians did: then a case is opened or added to (Education Act 12-4;
    Kindergarten Act 42)."""
    concern = _lock(concern)
    _require(by, concern, concern.places, now)
    reason = demands.text(reason, missing=_("Write why."))
    if concern.state == Concern.State.ANSWERED and concern.handled_by == by:
        if concern.answer_reason == reason:
            return concern
    _waits(concern)
    if not concern.may_be_answered:
        raise ActionError(
            _("The child has said it. Open a case, or add the concern to one that is open.")
        )
    concern.answer_reason = reason
    return _handle(concern, Concern.State.ANSWERED, by, now)


@transaction.atomic
def send_on_concern(*, concern: Concern, by: Person, now: datetime, reason: str) -> Concern:
    """The reporter, who was answered with a reason, asks the owner to look at it once more. The
    first answer is kept, and the clock begins again. Once, by the reporter alone. Refuses without a
    reason."""
    if not Concern.objects.filter(pk=concern.pk, reporter=by).exists():
        raise PermissionDenied("Only the one who told may send it on.")
    # The wall lets the reporter change what has been answered, and nothing else.
    locked = Concern.objects.select_for_update().filter(pk=concern.pk).first()
    if locked is None or not locked.may_be_sent_on:
        raise ActionError(_("Only what the leaders have answered with a reason is sent on, once."))
    today = timezone.localdate(now)
    locked.sent_on_at = now
    locked.sent_on_reason = demands.text(reason, missing=_("Write why."))
    locked.declined_at, locked.handled_at = locked.handled_at, None
    locked.declined_by, locked.handled_by = locked.handled_by, None
    locked.declined_reason, locked.answer_reason = locked.answer_reason, ""
    locked.state = Concern.State.NEW
    locked.answer_by = answer_by(today, law_for(locked.unit, today))
    locked.save(update_fields=[*HANDLED, *SENT_ON])
    record("concern.sent_on", by=by, now=now, target=locked)
    to = answerers_at(Place.OWNER, locked, today).exclude(pk=by.pk)
    tell(ConcernSentOn, thing_id=locked.pk, to=to, now=now, due_on=locked.answer_by)
    return locked


def _lock(concern: Concern) -> Concern:
    """The concern as it stands now. Raises PermissionDenied where the scope does not hold it."""
    return demands.locked(Concern.objects.all(), concern)


def _require(by: Person, concern: Concern, places: Iterable[Place], now: datetime) -> None:
    """One of those who answer it at one of the places. Raises PermissionDenied."""
    today = timezone.localdate(now)
    if not any(
        answerers_at(place, concern, today).filter(pk=by.pk).exists() for place in sorted(places)
    ):
        raise PermissionDenied("Somebody else answers this concern.")


def _waits(concern: Concern) -> None:
    if concern.state == Concern.State.TAKEN_ON:
        raise ActionError(_("This concern has been taken on already."))
    if concern.state != Concern.State.NEW:
        raise ActionError(_("This concern has been answered already."))


def _handle(concern: Concern, state: str, by: Person, now: datetime) -> Concern:
    concern.state, concern.handled_at, concern.handled_by = state, now, by
    concern.save(update_fields=HANDLED)
    record(EVENTS[state], by=by, now=now, target=concern)
    if state == Concern.State.TAKEN_BACK:
        return concern
    # What was sent on gets a second answer, which is told once more.
    level = 1 if concern.sent_on_at else 0
    to = [concern.reporter] if concern.reporter != by else []
    kind = ChangeAnswered if concern.is_change else ConcernAnswered
    tell(kind, thing_id=concern.pk, to=to, now=now, level=level)
    return concern
