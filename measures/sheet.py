"""A whole plan as it is read: its measures with their order, their evaluation dates and what is
missing. Pages, completion and versions rest on the same reading.
"""

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Hashable
from datetime import date
from functools import cached_property

from measures import rules
from measures.library import word_for_word
from measures.models import (
    Measure,
    Plan,
    PlanReference,
    SetAside,
    SharedMeasure,
    Succession,
)
from measures.querysets import people_for_shared, people_who_may_carry_out
from organisations.calendar import Calendar, Day
from organisations.calendars import calendar_for


def evaluation_of(measure: Measure, calendar: Calendar) -> Day | None:
    """When the measure is evaluated next: for a planned one worked out, unless somebody chose."""
    if measure.state == Measure.State.RUNNING and measure.evaluate_on:
        return Day(measure.evaluate_on, measure.evaluate_on_provisional)
    if measure.state != Measure.State.PLANNED:
        return None
    if measure.first_evaluation_on:
        return calendar.next_open_day(measure.first_evaluation_on)
    return measure.evaluation_after(measure.starts_on, 0, calendar)


class Sheet:
    """Six queries, however many measures there are: measures, their order, the calendar (two), who
    may carry them out, and the shared measures that stand in the plan; where some do, one more:
    who may carry out those. And one for the groups that are set aside, where they are asked for."""

    def __init__(self, plan: Plan, today: date):
        self.plan, self.today = plan, today
        self.calendar = calendar_for(plan.case.unit)
        self.measures = list(plan.measures.select_related("responsible", "deputy").by_time())
        for measure in self.measures:
            measure.case = plan.case
        self._after: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
        rows = Succession.objects.filter(measure__plan=plan)
        for measure, before in rows.values_list("measure", "predecessor"):
            self._after[measure].add(before)

    @cached_property
    def able(self) -> set[uuid.UUID]:
        """Who may carry out a measure of this case today."""
        people = people_who_may_carry_out(self.plan.case, self.today)
        return set(people.values_list("pk", flat=True))

    @cached_property
    def standing(self) -> list[Measure]:
        """All but those that were taken out before they began."""
        return [measure for measure in self.measures if not measure.was_never_carried_out]

    @property
    def has_late_starts(self) -> bool:
        """Whether what is planned was to start before today: it starts late, and moves others."""
        planned = [one for one in self.standing if one.state == Measure.State.PLANNED]
        return any(one.starts_on < self.today for one in planned)

    @cached_property
    def as_library(self) -> set[uuid.UUID]:
        """Measures, shared ones among them, that say how it is done here in the library's own
        words, and have not ended."""
        own = [one for one in self.standing if one.is_unfinished]
        shared = [one.shared for one in self.standing_references if one.shared.is_unfinished]
        return word_for_word([*own, *shared])

    @cached_property
    def by_id(self) -> dict[uuid.UUID, Measure]:
        return {measure.pk: measure for measure in self.measures}

    @cached_property
    def after(self) -> dict[uuid.UUID, set[uuid.UUID]]:
        """For each measure that stands, which others it follows."""
        ids = {measure.pk for measure in self.standing}
        return {pk: self._after[pk] & ids for pk in ids}

    @cached_property
    def parts(self) -> list[rules.Part]:
        return [self.part(measure) for measure in self.standing]

    def part(self, measure: Measure) -> rules.Part:
        """The measure as far as the order goes."""
        after = frozenset(self.after[measure.pk])
        return rules.Part(measure.pk, measure.title, measure.starts_on, measure.ends_on, after)

    @cached_property
    def stamp(self) -> str:
        """Another one as soon as a date, a state or the order is another."""
        stands = [
            (str(part.id), part.starts_on, part.ends_on, sorted(map(str, part.after)))
            for part in self.timetable.parts
        ]
        told = repr((sorted(stands, key=str), sorted(map(str, self.timetable.fixed))))
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    @cached_property
    def timetable(self) -> rules.Timetable:
        """The measures as they stand, for moving one: what runs or has ended stays. Shared measures
        are not moved here, and nothing comes after them."""
        planned = Measure.State.PLANNED
        fixed = {measure.pk for measure in self.standing if measure.state != planned}
        return rules.Timetable(self.calendar, self.parts, self.today, fixed)

    @cached_property
    def read_parts(self) -> list[rules.Part]:
        """All that is shown and said in its order: also shared measures, which this plan does not
        move."""
        return self.parts + [
            rules.Part(one.pk, one.shared.title, one.shared.starts_on, one.shared.ends_on)
            for one in self.standing_references
        ]

    @cached_property
    def order(self) -> rules.Order:
        return rules.steps(self.read_parts)

    @property
    def sentence(self) -> str:
        return " ".join(self.sentences)

    @cached_property
    def sentences(self) -> list[str]:
        """The same, one for each step."""
        return rules.say_order(self.order)

    def before(self, measure: Measure) -> list[Measure]:
        """The measures that this one comes right after, by time."""
        return [other for other in self.standing if other.pk in self.after.get(measure.pk, ())]

    def followers_of(self, measure: Measure) -> list[Measure]:
        """The measures that come right after this one."""
        return [self.by_id[pk] for pk, before in self.after.items() if measure.pk in before]

    def led_by(self, measure: Measure) -> list[Measure]:
        """Those of them that have not begun, by time."""
        behind = {one.pk for one in self.followers_of(measure)}
        planned = Measure.State.PLANNED
        return [one for one in self.standing if one.pk in behind and one.state == planned]

    def behind_its_place(self, measure: Measure) -> set[Hashable]:
        """All that comes, near or far, after those which follow this measure and have not begun:
        what takes its place leads them, and cannot come after any of them."""
        leads = self.led_by(measure)
        return {pk for one in leads for pk in self.timetable.behind(self.part(one))}

    def evaluation(self, measure: Measure) -> Day | None:
        return evaluation_of(measure, self.calendar)

    def evaluation_of_shared(self, shared: SharedMeasure) -> Day | None:
        """When it is evaluated next, for all plans at once."""
        if shared.state == SharedMeasure.State.RUNNING and shared.evaluate_on:
            return Day(shared.evaluate_on, shared.evaluate_on_provisional)
        if shared.state != SharedMeasure.State.PLANNED:
            return None
        return rules.first_evaluation(self.calendar, shared.starts_on, shared.interval_weeks)

    @cached_property
    def gaps(self) -> list[rules.Gap]:
        """What the plan lacks (Education Act 12-4). Measures that have ended lack nothing."""
        facts = [
            rules.Facts(
                id=measure.pk,
                title=measure.title,
                why=measure.why,
                starts_on=measure.starts_on,
                able=measure.responsible_id in self.able,
                evaluate_on=self._day_of(measure),
            )
            for measure in self.standing
            if measure.is_unfinished
        ]
        unfinished = (one for one in self.standing_references if one.shared.is_unfinished)
        facts += [self._facts_of(one) for one in unfinished]
        found = rules.gaps(self.plan.problem, facts)
        # A plan whose measures have all been carried out does not lack measures.
        stands = self.standing or self.standing_references
        return [gap for gap in found if gap.field != "add" or not stands]

    def _facts_of(self, reference: PlanReference) -> rules.Facts:
        shared = reference.shared
        day = self.evaluation_of_shared(shared)
        return rules.Facts(
            id=reference.pk,
            title=shared.title,
            why=reference.why,
            starts_on=shared.starts_on,
            able=shared.responsible_id in self._able_at_unit,
            evaluate_on=day and day.date,
        )

    @cached_property
    def _able_at_unit(self) -> set[uuid.UUID]:
        """Who may carry out shared measures there: also whoever is excluded from this case, since a
        shared measure is not of the case."""
        people = people_for_shared(self.plan.case.unit, self.today)
        return set(people.values_list("pk", flat=True))

    @cached_property
    def references(self) -> list[PlanReference]:
        """The shared measures that stand in the plan, in the order in which they were put there."""
        found = self.plan.references.current().select_related(
            "shared__responsible", "shared__deputy", "shared__group"
        )
        return list(found.order_by("added_at", "id"))

    @cached_property
    def standing_references(self) -> list[PlanReference]:
        """All but those whose measure was stopped before it began."""
        return [one for one in self.references if not one.shared.was_never_carried_out]

    def _day_of(self, measure: Measure) -> date | None:
        day = self.evaluation(measure)
        return day and day.date

    @cached_property
    def set_aside(self) -> dict[str, SetAside]:
        """The groups that are set aside, each with its reason."""
        return {row.target: row for row in self.plan.set_aside.current()}
