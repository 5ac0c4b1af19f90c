"""How one case develops, read for its page: each one who is or was exposed has a picture of his or
her own. Answers of two pupils are never put together.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import pgettext

from cases.models import Case, Involvement, SafetyAnswer
from cases.rules import is_not_better, persons
from cases.safety import answer_of
from evaluations.models import Evaluation, SharedEvaluation
from measures.models import Measure, Plan, PlanReference, SharedMeasure
from organisations.viewers import Viewer
from overview.development.layout import (
    Done,
    Mark,
    Period,
    Picture,
    is_done_in,
    last_weeks,
    lay_out,
    whole_case,
)
from overview.development.sentence import read_out

Role, Effect = Involvement.Role, Evaluation.Effect
LATELY = 8


@dataclass(frozen=True)
class Pupil:
    """What the page shows of one who is or was exposed. ``row`` is None where nobody is known."""

    row: Involvement | None
    is_exposed: bool
    sentences: list[str]
    is_not_better: bool
    picture: Picture
    answers: list[SafetyAnswer]
    measures: list[Done]


@dataclass(frozen=True)
class Development:
    pupils: list[Pupil]
    something_is_due: bool


def development_of(case: Case, viewer: Viewer, *, lately: bool) -> Development:
    """In six queries, however much there is. ``lately``: the last eight weeks of it."""
    file = _File(case, viewer)
    pupils = [file.pupil(row, is_exposed, lately) for row, is_exposed in file.exposed]
    # Without anybody exposed the measures are shown all the same.
    return Development(pupils or [file.pupil(None, True, lately)], file.something_is_due())


def value_words() -> dict[int, str]:
    """What the five answers mean, inside a sentence."""
    return {value.value: str(value.label).lower() for value in SafetyAnswer.Value}


class _File:
    """The rows of the case, each table asked once."""

    def __init__(self, case: Case, viewer: Viewer):
        self.case, self.today = case, viewer.today
        self.involved = list(case.involvements.select_related("pupil").order_by("starts_on", "id"))
        self.person = persons(self.involved)
        self.answers = list(case.safety_answers.order_by("day", "recorded_at"))
        self.measures = list(case.measures.by_time().select_related("plan"))
        own = case.evaluations.order_by("recorded_at", "id")
        self.marks = _marks((row.measure_id, row) for row in own)
        self.references = list(
            PlanReference.objects.filter(case=case)
            .select_related("plan", "shared")
            .order_by("added_at", "id")
        )
        shared = SharedEvaluation.objects.visible_to(viewer).filter(
            shared__in=[one.shared_id for one in self.references]
        )
        self.marks |= _marks((row.shared_id, row) for row in shared.order_by("recorded_at", "id"))

    @cached_property
    def exposed(self) -> list[tuple[Involvement, bool]]:
        """Those exposed now, then those who were and have answered; each by the newest row."""
        rows = {self.person[row.pk]: row for row in self.involved}
        ever = {self.person[row.pk]: False for row in self.involved if row.role == Role.EXPOSED}
        for row in self.involved:
            if row.role == Role.EXPOSED and row.ends_on is None:
                ever[self.person[row.pk]] = True
        asked = {self.person[answer.involvement_id] for answer in self.answers}
        found = [(rows[who], now) for who, now in ever.items() if now or who in asked]
        return sorted(found, key=lambda pair: not pair[1])

    def pupil(self, row: Involvement | None, is_exposed: bool, lately: bool) -> Pupil:
        who = self.person[row.pk] if row else None
        answers = [one for one in self.answers if self.person[one.involvement_id] == who]
        measures = self._measures_for(who)
        period, until = self._period(answers, measures, lately)
        given = [answer_of(one) for one in answers if period.holds(one.day)]
        return Pupil(
            row=row,
            is_exposed=is_exposed,
            sentences=read_out(given, value_words()) if row else [],
            is_not_better=is_exposed and is_not_better(given),
            picture=lay_out(
                given, measures, period, until=until, today=self.today, words=value_words()
            ),
            answers=[one for one in reversed(answers) if period.holds(one.day)],
            measures=[one for one in measures if is_done_in(one, period, until)],
        )

    def something_is_due(self) -> bool:
        return any(one.evaluate_on and one.evaluate_on <= self.today for one in self.measures)

    def _measures_for(self, who: Any) -> list[Done]:
        """What has begun, but not what stands in a plan about another one, also one who is exposed
        no more. Where nobody is known as exposed, all of it."""
        found = [
            self._done(one)
            for one in self.measures
            if one.started_on and self._is_for(who, one.plan)
        ]
        # A shared measure once, however many of this one's plans it stands in; where it stands
        # still, it was not taken out.
        shared = [
            one
            for one in self.references
            if _stood_while_it_ran(one) and self._is_for(who, one.plan)
        ]
        shared.sort(key=lambda one: (one.removed_at is None, one.removed_at or one.added_at))
        found += [
            self._done(one.shared, one.removed_at)
            for one in {one.shared_id: one for one in shared}.values()
        ]
        return sorted(found, key=lambda done: done.starts_on)

    def _is_for(self, who: Any, plan: Plan) -> bool:
        return who is None or self.person.get(plan.about_id) in (None, who)

    def _done(self, measure: Measure | SharedMeasure, removed_at: datetime | None = None) -> Done:
        """Runs until it is ended, whatever day was planned; a shared one in the plan until it was
        taken out of it."""
        days = [measure.ends_on] if measure.state != Measure.State.RUNNING else []
        days += [timezone.localdate(removed_at)] if removed_at else []
        return Done(
            title=measure.title,
            starts_on=measure.started_on or measure.starts_on,
            ends_on=min((day for day in days if day), default=None),
            state_word=str(measure.get_state_display()),
            marks=tuple(self.marks.get(measure.pk, ())),
        )

    def _period(
        self, answers: list[SafetyAnswer], measures: list[Done], lately: bool
    ) -> tuple[Period, date]:
        """What has ended goes to the last thing that happened in it."""
        days = [one.day for one in answers] + [one.starts_on for one in measures]
        days += [mark.day for one in measures for mark in one.marks]
        opened = timezone.localdate(self.case.created_at)
        until = self.today
        if not self.case.is_open:
            until = max([opened, *days, *(one.ends_on for one in measures if one.ends_on)])
        period = last_weeks(until, LATELY) if lately else whole_case(days, opened, until)
        return period, until


def _stood_while_it_ran(reference: PlanReference) -> bool:
    began, removed_at = reference.shared.started_on, reference.removed_at
    if began is None:
        return False
    return removed_at is None or timezone.localdate(removed_at) >= began


def _marks(rows: Iterable[tuple[uuid.UUID, Evaluation | SharedEvaluation]]):
    """What adults answered about each measure, oldest first."""
    letters: dict[str, str] = {
        Effect.YES: pgettext("letter for the effect of a measure", "Y"),
        Effect.PARTLY: pgettext("letter for the effect of a measure", "P"),
        Effect.NO: pgettext("letter for the effect of a measure", "N"),
        Effect.TOO_EARLY: "?",
    }
    found = defaultdict(list)
    for measure, row in rows:
        day = timezone.localdate(row.recorded_at)
        found[measure].append(Mark(day, letters[row.effect], str(row.get_effect_display())))
    return dict(found)
