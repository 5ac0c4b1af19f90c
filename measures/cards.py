"""The plan as a page shows it: lanes of cards, and links to what is missing."""

from collections.abc import Hashable
from dataclasses import dataclass

from django.urls import reverse

from measures import rules
from measures.models import Measure
from measures.sheet import Sheet
from organisations.calendar import Day, week_of


@dataclass(frozen=True)
class Missing:
    """A gap in words, with the field where it is filled."""

    sentence: str
    url: str


@dataclass(frozen=True)
class Card:
    """One measure."""

    measure: Measure
    weeks: str
    evaluation: Day | None
    after: list[str]
    missing: list[Missing]

    @property
    def groups(self) -> list[str]:
        return [str(Measure.Target(group).label) for group in self.measure.target_groups]

    @property
    def colour(self) -> str:
        return {"running": "info", "finished": "success"}.get(self.measure.state, "neutral")


@dataclass(frozen=True)
class Lane:
    """One step of the plan, under its heading."""

    heading: str
    cards: list[Card]


class Board:
    """A sheet laid out."""

    def __init__(self, sheet: Sheet):
        self.sheet = sheet
        self.missing = [_missing(gap, sheet) for gap in sheet.gaps]
        self.in_place = rules.items_in_place(sheet.gaps)
        first = sheet.order.first
        self.year = week_of(first).year if first else sheet.today.year

    @property
    def lanes(self) -> list[Lane]:
        return [
            Lane(rules.heading(step, self.year), [self._card(part.id) for part in step.parts])
            for step in self.sheet.order.steps
        ]

    @property
    def always(self) -> list[Card]:
        return [self._card(part.id) for part in self.sheet.order.always]

    @property
    def taken_out(self) -> list[Measure]:
        return [measure for measure in self.sheet.measures if measure.was_never_carried_out]

    def _card(self, pk: Hashable) -> Card:
        measure = next(one for one in self.sheet.measures if one.pk == pk)
        return Card(
            measure=measure,
            weeks=rules.in_weeks(measure.starts_on, measure.ends_on, self.year),
            evaluation=self.sheet.evaluation(measure),
            after=[other.title for other in self.sheet.before(measure)],
            missing=[_missing(gap, self.sheet) for gap in self.sheet.gaps if gap.measure == pk],
        )


def _missing(gap: rules.Gap, sheet: Sheet) -> Missing:
    if gap.measure:
        address = reverse("measures:change", args=[gap.measure])
    elif gap.item == rules.Item.PROBLEM:
        address = reverse("measures:write", args=[sheet.plan.pk])
    else:
        return Missing(gap.sentence, reverse("measures:add", args=[sheet.plan.pk]))
    return Missing(gap.sentence, f"{address}#id_{gap.field}")
