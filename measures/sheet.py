"""A whole plan as it is read: its measures with their order, their evaluation dates and what is
missing. Pages, completion and versions rest on the same reading.
"""

import uuid
from collections import defaultdict
from datetime import date
from functools import cached_property

from measures import rules
from measures.models import Measure, Plan, PlanVersion, Succession
from measures.querysets import people_who_may_carry_out
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
    return rules.first_evaluation(calendar, measure.starts_on, measure.interval_weeks)


def _written(content: dict, lived: dict[str, set[str]]) -> dict:
    measures = [
        {key: value for key, value in measure.items() if key not in lived.get(measure["id"], ())}
        for measure in content.get("measures", [])
    ]
    return {**content, "measures": measures}


class Sheet:
    """Five queries, however many measures there are: measures, their order, the calendar (two),
    and who may carry them out."""

    def __init__(self, plan: Plan, today: date):
        self.plan, self.today = plan, today
        self.calendar = calendar_for(plan.case.unit)
        self.measures = list(plan.measures.select_related("responsible").by_time())
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
        return [
            rules.Part(
                measure.pk,
                measure.title,
                measure.starts_on,
                measure.ends_on,
                frozenset(self.after[measure.pk]),
            )
            for measure in self.standing
        ]

    @cached_property
    def order(self) -> rules.Order:
        return rules.steps(self.parts)

    @property
    def sentence(self) -> str:
        return rules.read_back(self.parts)

    def before(self, measure: Measure) -> list[Measure]:
        """The measures that this one comes right after, by time."""
        return [other for other in self.standing if other.pk in self.after.get(measure.pk, ())]

    def followers_of(self, measure: Measure) -> list[Measure]:
        """The measures that come right after this one."""
        return [self.by_id[pk] for pk, before in self.after.items() if measure.pk in before]

    def evaluation(self, measure: Measure) -> Day | None:
        return evaluation_of(measure, self.calendar)

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
        found = rules.gaps(self.plan.problem, facts)
        # A plan whose measures have all been carried out does not lack measures.
        return [gap for gap in found if gap.field != "add" or not self.standing]

    def _day_of(self, measure: Measure) -> date | None:
        day = self.evaluation(measure)
        return day and day.date

    def content(self) -> dict:
        """The plan as a version keeps it: codes, ids, dates and texts, no words of ours."""
        return {
            "problem": self.plan.problem,
            "goal": self.plan.goal,
            "together": self.plan.together,
            "measures": [self._content_of(measure) for measure in self.standing],
        }

    def has_changed_since(self, version: PlanVersion) -> bool:
        """Whether the version no longer says what the plan says.

        What happened is no change of the plan: a changed calendar, the day on which a measure
        really began, the day on which it ended. The log tells these.
        """
        lived = {str(measure.pk): {"first_evaluation_on"} for measure in self.measures}
        for measure in self.measures:
            if measure.started_on:
                lived[str(measure.pk)].add("starts_on")
            if measure.state not in (Measure.State.PLANNED, Measure.State.RUNNING):
                lived[str(measure.pk)].add("ends_on")
        return _written(self.content(), lived) != _written(version.content, lived)

    def _content_of(self, measure: Measure) -> dict:
        day = rules.first_evaluation(self.calendar, measure.starts_on, measure.interval_weeks).date
        first = measure.first_evaluation_on or day
        return {
            "id": str(measure.pk),
            "title": measure.title,
            "how": measure.how,
            "why": measure.why,
            "target_groups": measure.target_groups,
            "level": measure.level,
            "responsible": {"id": str(measure.responsible_id), "name": measure.responsible.name},
            "deputy": measure.deputy_id and str(measure.deputy_id),
            "starts_on": measure.starts_on.isoformat(),
            "ends_on": measure.ends_on and measure.ends_on.isoformat(),
            "after": sorted(map(str, self.after[measure.pk])),
            "follows": measure.follows,
            "interval_weeks": measure.interval_weeks,
            "first_evaluation_on": first.isoformat(),
            "digital": measure.digital,
            "formal_decision": measure.formal_decision,
        }
