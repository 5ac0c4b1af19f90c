"""What somebody wrote down when an event was recorded: read where it stands, never copied.

An event names the row by its id. Texts that may tell of other children are left out of what a
family is given (docs/adr/0014); what is about another child has no line there at all.
"""

import uuid
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from audit.models import Event
from cases.models import (
    BestInterests,
    Case,
    CountyCase,
    Evidence,
    GuardianContact,
    Handover,
    Hearing,
    Investigation,
    LegalHold,
    Letter,
    OrderedAct,
    OwnerNotice,
    StateReason,
)
from evaluations.models import CaseReview


class Text(NamedTuple):
    """A text, and what it is where that is not clear from the sentence above it."""

    label: Any
    text: str


class Source(NamedTuple):
    """Where the text of an event stands: the row that the event is about."""

    model: type[models.Model]
    fields: tuple[tuple[str, Any], ...]
    for_family: bool = False


SOURCES: dict[str, Source] = {
    "hearing.recorded": Source(
        Hearing,
        (
            ("own_words", _("In the pupil’s own words")),
            ("adults_think", _("What adults think")),
            ("rather_with", _("Would rather talk with")),
            ("not_heard_reason", _("Why the pupil was not heard")),
        ),
        for_family=True,
    ),
    "guardian.contacted": Source(
        GuardianContact,
        (("told", _("Told")), ("guardian_says", _("The guardian says"))),
        for_family=True,
    ),
    "handover.may_written": Source(Handover, (("text", ""),)),
    "handover.june_written": Source(Handover, (("text", ""),)),
    "handover.august_written": Source(Handover, (("text", ""),)),
    "investigation.written": Source(Investigation, (("showed", ""),)),
    "review.written": Source(
        CaseReview, (("how", ""), ("help_words", _("Help is asked for from")))
    ),
    "evidence.recorded": Source(Evidence, (("described", ""),)),
    "owner.told": Source(OwnerNotice, (("reason", ""),)),
    "owner.nobody_to_tell": Source(OwnerNotice, (("reason", ""),)),
    "hold.set": Source(LegalHold, (("reason", ""),)),
    "hold.ended": Source(LegalHold, (("ended_reason", ""),)),
    "best_interests.written": Source(BestInterests, (("text", ""),), for_family=True),
    "county.letter": Source(Letter, (("about", ""),), for_family=True),
    "county.decided": Source(CountyCase, (("decision", ""),), for_family=True),
    "county.act_ordered": Source(OrderedAct, (("act", ""),), for_family=True),
    "county.act_done": Source(OrderedAct, (("how", ""),), for_family=True),
}
REASONS = Source(
    StateReason,
    (
        ("text", ""),
        ("early_reason", _("Why before the day it is followed up until")),
        ("unsafe_reason", _("Why while a pupil does not feel safe")),
        ("professional_help", _("Help from professionals")),
    ),
    for_family=True,
)

OF_THE_EXPOSED = ("early_reason", "unsafe_reason", "professional_help")
"""What speaks of how the one exposed has it: for no other family."""

Texts = dict[uuid.UUID, list[Text]]


def texts_of(
    case: Case, events: Iterable[Event], *, for_family: bool = False, of_exposed: bool = True
) -> Texts:
    """The texts of each event, by its id; for a family also whether it is that of one exposed. One
    query for each table that the events speak of."""
    hidden = () if of_exposed else OF_THE_EXPOSED
    wanted: dict[type[models.Model], set[uuid.UUID]] = {}
    named = [(event, *found) for event in events for found in _sources(event, for_family)]
    for _event, source, pk in named:
        wanted.setdefault(source.model, set()).add(pk)
    rows = {
        (model, row.pk): row
        for model, keys in wanted.items()
        for row in model._default_manager.filter(case=case, pk__in=keys)
    }
    texts: Texts = {}
    for event, source, pk in named:
        if (source.model, pk) in rows:
            texts.setdefault(event.pk, []).extend(_read(rows[source.model, pk], source, hidden))
    return texts


def _sources(event: Event, for_family: bool) -> Iterable[tuple[Source, uuid.UUID]]:
    source = SOURCES.get(event.name)
    if source is not None and event.target_id and (source.for_family or not for_family):
        yield source, event.target_id
    if reason := event.data.get("reason"):
        yield REASONS, uuid.UUID(reason)


def _read(row: models.Model, source: Source, hidden: tuple[str, ...]) -> list[Text]:
    found = []
    for name, label in source.fields:
        if name in hidden:
            continue
        text = getattr(row, f"get_{name}_display", lambda name=name: getattr(row, name))()
        if text:
            found.append(Text(label, str(text)))
    return found
