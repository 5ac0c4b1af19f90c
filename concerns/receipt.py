"""What the one who told sees: to whom it went, and what became of it.

The same words whether a case was opened or the concern was added to one, and whoever reads them:
also somebody who is excluded from that case.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from concerns.models import Concern
from concerns.notices import answerers_at
from concerns.rules import Place

FOLLOWED_UP = _(
    "It is looked into and followed up. You are not told how, out of regard for those it is about."
)


@dataclass(frozen=True)
class Step:
    """One thing that has happened to the concern. ``typed`` is the reason somebody gave."""

    word: Any
    at: datetime
    typed: str = ""
    note: Any = ""


def steps_of(concern: Concern, *, says_why: bool) -> Iterator[Step]:
    """From received to answered, oldest first. No names. ``says_why``: with the reason for which it
    was sent on, which is not written to the leaders."""
    state = Concern.State
    yield Step(_("Sent") if concern.is_change else state.NEW.label, concern.told_at)
    if concern.sent_on_at and concern.declined_at:
        yield Step(state.ANSWERED.label, concern.declined_at, concern.declined_reason)
        why = concern.sent_on_reason if says_why else ""
        yield Step(_("Sent on to the owner"), concern.sent_on_at, why)
    if concern.handled_at:
        taken_on = concern.state == state.TAKEN_ON and not concern.is_change
        note = FOLLOWED_UP if taken_on else ""
        yield Step(concern.state_word, concern.handled_at, concern.answer_reason, note)


@dataclass(frozen=True)
class Receiver:
    """Whose it is to answer, by role; ``empty`` where nobody has the role in the service."""

    word: Any
    empty: bool


def receivers_of(concern: Concern, today: date) -> list[Receiver]:
    """One query for each place that it lies at."""
    return [
        Receiver(_word(place, concern), not answerers_at(place, concern, today).exists())
        for place in concern.places
    ]


def _word(place: Place, concern: Concern) -> Any:
    if place == Place.OWNER:
        return _("The owner’s advisers")
    if concern.route == Concern.Route.STAFF:
        return _("The principal")
    return _("The principal and those who work on cases there")
