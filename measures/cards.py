"""The plan as a page shows it: lanes of cards, and links to what is missing."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.urls import reverse

from measures import axis, rules
from measures.models import Measure, PlanReference, SharedMeasure
from measures.querysets import change_shown_since, moved_by_calendar
from measures.sheet import Sheet
from organisations.calendar import Day, week_of


@dataclass(frozen=True)
class Missing:
    """A gap in words, with the field where it is filled, where the viewer may fill it."""

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
    # It says how it is done here in the library's own words.
    as_library: bool = False
    opens_shared: bool = False
    # It runs, and should have been evaluated before today.
    is_late: bool = False

    @property
    def groups(self) -> list[str]:
        return words_for(self.measure.target_groups)

    @property
    def colour(self) -> str:
        return colour_of(self.measure.state)

    @property
    def reference(self) -> PlanReference | None:
        """A measure of the plan itself refers to nothing."""
        return None

    @property
    def may_be_shared(self) -> bool:
        """Whether it can become a measure of the class or of the unit, for other plans too."""
        fits = rules.may_be_shared(self.measure.level, self.measure.target_groups)
        return self.opens_shared and fits and self.measure.state == Measure.State.PLANNED


@dataclass(frozen=True)
class SharedCard:
    """A shared measure, as it stands in this plan."""

    reference: PlanReference
    weeks: str
    evaluation: Day | None
    missing: list[Missing]
    opens_shared: bool
    as_library: bool

    @property
    def shared(self) -> SharedMeasure:
        return self.reference.shared

    @property
    def measure(self) -> SharedMeasure:
        return self.reference.shared

    @property
    def groups(self) -> list[str]:
        return words_for(self.shared.target_groups)

    @property
    def last(self) -> Any | None:
        """What was answered last, once for all plans."""
        newest = sorted(self.shared.evaluations.all(), key=lambda one: one.recorded_at)
        return newest[-1] if newest else None

    @property
    def colour(self) -> str:
        return colour_of(self.shared.state)


@dataclass(frozen=True)
class Lane:
    """One step of the plan, under its heading."""

    heading: str
    cards: list[Card | SharedCard]


@dataclass(frozen=True)
class Question:
    """Shall the measure still start, now that the one before it is another?"""

    measure: Measure
    before: Measure


@dataclass(frozen=True)
class MovedByCalendar:
    """A start that a changed calendar has moved."""

    title: str
    starts_on: date
    instead_of_on: date


def start_moved(shared: SharedMeasure, since: datetime) -> MovedByCalendar | None:
    """How a changed calendar has moved the start of a shared measure since then, if it has."""
    stood, at = shared.instead_of_on, shared.dated_at
    if stood is None or at is None or at < since:
        return None
    return MovedByCalendar(shared.title, shared.starts_on, stood)


class Board:
    """A sheet laid out. ``opens_shared``: may the viewer open the shared measures of the unit?
    Somebody of the owner who follows up the case may not."""

    def __init__(self, sheet: Sheet, *, opens_shared: bool):
        self.sheet, self.opens_shared = sheet, opens_shared
        self.missing = [self._missing(gap) for gap in sheet.gaps]
        # One query, however many shared measures stand in the plan; none where there are none.
        prefetch_related_objects([one.shared for one in sheet.references], "evaluations")
        self.in_place = rules.items_in_place(sheet.gaps)
        first = sheet.order.first
        self.year = week_of(first).year if first else sheet.today.year

    @cached_property
    def lanes(self) -> list[Lane]:
        return [
            Lane(rules.heading(step, self.year), [self._card(part.id) for part in step.parts])
            for step in self.sheet.order.steps
        ]

    @cached_property
    def always(self) -> list[Card | SharedCard]:
        return [self._card(part.id) for part in self.sheet.order.always]

    @property
    def axes(self) -> list[axis.Axis]:
        """The same order on the weeks of whole school years."""
        marks: dict[Hashable, axis.Mark] = {
            measure.pk: self._mark(measure) for measure in self.sheet.standing
        }
        for reference in self.sheet.references:
            shared = reference.shared
            day, word = self.sheet.evaluation_of_shared(shared), shared.get_state_display()
            marks[reference.pk] = axis.Mark(shared.state, word, day and day.date)
        return axis.lay_out(self.sheet.order, self.sheet.calendar, self.sheet.today, marks)

    def _mark(self, measure: Measure) -> axis.Mark:
        day = self.sheet.evaluation(measure)
        return axis.Mark(measure.state, measure.get_state_display(), day and day.date)

    @property
    def questions(self) -> list[Question]:
        """What comes after a measure that was adjusted or replaced, until somebody has answered."""
        return [
            Question(measure, self.sheet.by_id[before])
            for measure in self.sheet.standing
            if (before := measure.questioned_for_id)
        ]

    @cached_property
    def moved_by_calendar(self) -> list[MovedByCalendar]:
        """Starts that a changed calendar has moved, for thirty days, or until the plan is completed
        again or the measure is moved once more; those of shared measures last. Of these the row
        itself tells: what happens to them is in no case, and its log is closed."""
        found = {}
        for event in moved_by_calendar(self.sheet.plan, self.sheet.today):
            measure, told = self.sheet.by_id[event.target_id], event.data
            if told["starts_on"] == measure.starts_on.isoformat():
                stood = date.fromisoformat(told["instead_of_on"])
                found[measure.pk] = MovedByCalendar(measure.title, measure.starts_on, stood)
        since = change_shown_since(self.sheet.today, self.sheet.plan.completed_at)
        shared = [start_moved(one.shared, since) for one in self.sheet.standing_references]
        return [*found.values(), *(moved for moved in shared if moved)]

    @property
    def taken_out(self) -> list[Measure | SharedMeasure]:
        shared = [one.shared for one in self.sheet.references]
        return [one for one in [*self.sheet.measures, *shared] if one.was_never_carried_out]

    def _card(self, pk: Hashable) -> Card | SharedCard:
        if reference := next((one for one in self.sheet.references if one.pk == pk), None):
            return self._shared_card(reference)
        measure = next(one for one in self.sheet.measures if one.pk == pk)
        return Card(
            measure=measure,
            weeks=rules.in_weeks(measure.starts_on, measure.ends_on, self.year),
            evaluation=self.sheet.evaluation(measure),
            after=[other.title for other in self.sheet.before(measure)],
            missing=self._missing_of(pk),
            as_library=pk in self.sheet.as_library,
            opens_shared=self.opens_shared,
            is_late=bool(measure.evaluate_on and measure.evaluate_on < self.sheet.today),
        )

    def _shared_card(self, reference: PlanReference) -> SharedCard:
        shared = reference.shared
        return SharedCard(
            reference=reference,
            weeks=rules.in_weeks(shared.starts_on, shared.ends_on, self.year),
            evaluation=self.sheet.evaluation_of_shared(shared),
            missing=self._missing_of(reference.pk),
            opens_shared=self.opens_shared,
            as_library=shared.pk in self.sheet.as_library,
        )

    def _missing_of(self, pk: Hashable) -> list[Missing]:
        return [self._missing(gap) for gap in self.sheet.gaps if gap.measure == pk]

    def _missing(self, gap: rules.Gap) -> Missing:
        shared: dict[Hashable, UUID] = {one.pk: one.shared_id for one in self.sheet.references}
        if gap.measure in shared:
            address = reverse("shared:change", args=[shared[gap.measure]])
            return Missing(gap.sentence, f"{address}#id_{gap.field}" if self.opens_shared else "")
        plan = [self.sheet.plan.pk]
        if gap.measure:
            address = reverse("measures:change", args=[gap.measure])
        elif gap.item == rules.Item.PROBLEM:
            address = reverse("measures:write", args=plan)
        else:
            return Missing(gap.sentence, reverse("measures:choose", args=plan))
        return Missing(gap.sentence, f"{address}#id_{gap.field}")


def colour_of(state: str) -> str:
    return {"running": "info", "finished": "success"}.get(state, "neutral")


def words_for(groups: Iterable[str]) -> list[str]:
    """Whom a measure is for, as a page says it."""
    return [str(Measure.Target(group).label) for group in groups]
