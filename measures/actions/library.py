"""An owner words measures of its own, and hides what it does not offer. Who: its administrator."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.record import record
from common import demands
from common.errors import ActionError
from measures import library
from measures.actions.work import Outdated
from measures.demands import digital_if_it_prevents
from measures.models import HiddenMeasure, OwnMeasure
from measures.models.words import Level, Target
from organisations.models import Organisation
from organisations.permissions import require
from organisations.roles import Permission

LONGEST_WHAT, LONGEST_LOOK_FOR = 30, 20
"""Words. Nobody reads more before choosing."""


class OwnWords(TypedDict):
    """What an owner says about a measure of its own."""

    title_nb: str
    title_nn: str
    what_nb: str
    what_nn: str
    look_for_nb: str
    look_for_nn: str
    target_groups: Sequence[str]
    level: str
    regime: str
    digital: bool
    prevents: bool
    age_from: int | None
    age_to: int | None
    weeks: int | None
    interval_weeks: int | None


@transaction.atomic
def add_own_measure(
    *, owner: Organisation, by: Person, now: datetime, token: uuid.UUID, **words: Unpack[OwnWords]
) -> OwnMeasure:
    """Word a measure for the owner's schools and kindergartens. One sheet makes one measure.

    Sent again with other words it is refused, so that they are not lost.

    Named in bokmål or nynorsk; at most 30 words on what it is, 20 on what shows that it works.
    Raises ``ActionError`` with what to change.
    """
    _require(owner, by, now)
    own = OwnMeasure(owner=owner, form_token=token, written_by=by, written_at=now)
    _put(own, words)
    same = {name: getattr(own, name) for name in words}
    if made := demands.made(OwnMeasure.objects.filter(owner=owner), token, **same):
        return made
    demands.saved(own)
    record("library.measure_added", by=by, now=now, target=own, owner=owner.pk)
    return own


@transaction.atomic
def change_own_measure(
    *, own: OwnMeasure, by: Person, now: datetime, revision: int, **words: Unpack[OwnWords]
) -> OwnMeasure:
    """Word it otherwise. Plans that were started from it keep their text.

    ``revision`` is the one that was read. Raises ``Outdated`` when somebody has changed it since.
    """
    own = _locked(own, by, now)
    changed = _put(own, words)
    if not changed:
        return own
    if own.revision != revision:
        raise Outdated(OwnMeasure.objects.get(pk=own.pk))
    own.revision += 1
    own.save(update_fields=[*changed, "revision"])
    record("library.measure_changed", by=by, now=now, target=own, fields=sorted(changed))
    return own


@transaction.atomic
def show_own_measure(*, own: OwnMeasure, by: Person, now: datetime, shown: bool) -> OwnMeasure:
    """Offer it, or hide it from now on. What stands in plans stays there."""
    own = _locked(own, by, now)
    if own.hidden == shown:
        own.hidden = not shown
        own.save(update_fields=["hidden"])
        record(
            "library.measure_shown" if shown else "library.measure_hidden",
            by=by,
            now=now,
            target=own,
        )
    return own


@transaction.atomic
def show_common_measure(
    *, owner: Organisation, key: str, by: Person, now: datetime, shown: bool
) -> None:
    """Offer a measure of the common library to the owner's units again, or hide it there.
    Refuses a key that is not in the library."""
    _require(owner, by, now)
    if key not in library.common():
        raise ActionError(_("This measure is not in the library."))
    hidden = HiddenMeasure.objects.filter(owner=owner, key=key)
    if shown and hidden.exists():
        hidden.delete()
        record("library.common_shown", by=by, now=now, target=owner, key=key)
    elif not shown:
        row = {"hidden_by": by, "hidden_at": now}
        if HiddenMeasure.objects.get_or_create(owner=owner, key=key, defaults=row)[1]:
            record("library.common_hidden", by=by, now=now, target=owner, key=key)


def _require(owner: Organisation, by: Person, now: datetime) -> None:
    require(by, Permission.EDIT_LIBRARY, at=owner, today=timezone.localdate(now))


def _locked(own: OwnMeasure, by: Person, now: datetime) -> OwnMeasure:
    found = demands.locked(OwnMeasure.objects.all(), own)
    _require(found.owner, by, now)
    return found


def _put(own: OwnMeasure, words: OwnWords) -> list[str]:
    """Write what is said into it, all demands met. Returns the names of what differs."""
    given: dict[str, Any] = {**words}
    for name in ("title", "what", "look_for"):
        for language in ("nb", "nn"):
            given[f"{name}_{language}"] = _text(name, given[f"{name}_{language}"])
    if not (given["title_nb"] or given["title_nn"]):
        raise ActionError(_("Name the measure, in bokmål or in nynorsk."))
    missing = _("Choose whom the measure is for.")
    given["target_groups"] = demands.choices(given["target_groups"], Target, missing=missing)
    level = _("Choose individual or system.")
    given["level"] = demands.choice(given["level"], Level, missing=level)
    demands.choice(given["regime"], OwnMeasure.Regime)
    digital_if_it_prevents(digital=given["digital"], prevents=given["prevents"])
    _check_numbers(given)
    changed = [name for name, value in given.items() if getattr(own, name) != value]
    for name in changed:
        setattr(own, name, given[name])
    return changed


def _text(name: str, typed: str) -> str:
    text = demands.text(typed, longest=120 if name == "title" else 1000, lines=name != "title")
    most = {"what": LONGEST_WHAT, "look_for": LONGEST_LOOK_FOR}.get(name)
    count = len(text.split())
    if most and count > most:
        told = {"count": count, "most": most}
        raise ActionError(_("One text has %(count)s words. Make it %(most)s at the most.") % told)
    return text


def _check_numbers(given: dict[str, Any]) -> None:
    first, last = given["age_from"], given["age_to"]
    if not all(age is None or 0 <= age <= 99 for age in (first, last)):
        raise ActionError(_("Write ages in whole years, from 0 to 99."))
    if first is not None and last is not None and last < first:
        raise ActionError(_("The last age comes before the first. Change one of them."))
    for name in ("weeks", "interval_weeks"):
        if given[name] is not None and not 1 <= given[name] <= 52:
            raise ActionError(_("Write from 1 to 52 weeks."))
