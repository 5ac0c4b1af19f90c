"""The whole case file for its page, in ten queries however much there is."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Max, OuterRef, Q, Subquery, Value
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.models import Reading
from cases.models import Case, Involvement, LegalHold, SafetyAnswer
from cases.querysets import people_who_see
from cases.safety import Small, Voice, safe_spans, small, voices_of
from evaluations.models import Evaluation
from evaluations.rules import twice_without_effect
from measures.models import Measure, Plan, Succession
from measures.rules import Part, read_back
from organisations.law.wording import speak_of
from organisations.roles import Permission
from organisations.viewers import Viewer
from overview import duties, log
from overview.development import read_out, value_words
from overview.due import closing as due_closing
from overview.due import families as due_families
from overview.due import incase
from overview.due import measures as due_measures
from overview.due import people as due_people
from overview.due import plans as due_plans
from overview.duties import Duty

_AFTER = ArraySubquery(
    Succession.objects.filter(measure=OuterRef("pk")).order_by().values("predecessor")
)
_HOLD = Subquery(LegalHold.objects.current().filter(case=OuterRef("pk")).values("reason")[:1])
_ALERT = ("alert__office", "alert__received_by", "alert__assigned_to")
LISTS = (
    "cases:list", "cases:draft", "cases:add_concern", "overview:today", "overview:school",
    "overview:owner",
)  # fmt: skip
"""Pages on which a case is one row among others; all other pages open it."""


@dataclass(frozen=True)
class Reader:
    """Who has read the case: the last time, how often it was opened, how often seen in a list."""

    name: str
    last_at: datetime
    opened: int
    listed: int


@dataclass(frozen=True)
class CaseFile:
    """What the case page shows. Names stand under people and beside what people did."""

    case: Case
    involvements: list[Involvement]
    answers: list[SafetyAnswer]
    plans: list[Plan]
    measures: list[Measure]
    evaluations: list[Evaluation]
    weeks: list[log.Week]
    # One's own newest entry among those shown, which can be undone with one press.
    undo: uuid.UUID | None
    readers: list[Reader]
    seen_by: list[str]
    # All that My day knows of this case, the most urgent first.
    duties: list[Duty]

    @property
    def duty(self) -> Duty | None:
        return self.duties[0] if self.duties else None

    @property
    def is_planned(self) -> bool:
        return duties.is_planned(self.plans, self.involvements)

    @cached_property
    def voices(self) -> list[Voice]:
        """Everybody who is or was exposed."""
        return voices_of(self.involvements, self.answers)

    @property
    def unfinished(self) -> int:
        """Measures that are planned or run."""
        under_way = (Measure.State.PLANNED, Measure.State.RUNNING)
        return sum(measure.state in under_way for measure in self.measures)

    @property
    def more_duties(self) -> list[Duty]:
        return self.duties[1:]

    def plan_parts(self) -> list[tuple[Plan, list[Measure], str]]:
        """Each plan with its measures, and the sentence in which it reads itself back."""
        found = []
        for plan in self.plans:
            own = [row for row in self.measures if row.plan_id == plan.pk]
            standing = [row for row in own if not row.was_never_carried_out]
            found.append((plan, standing, read_back(_parts(standing))))
        return found

    @property
    def people(self) -> list[tuple[Involvement, list[SafetyAnswer]]]:
        """Everybody involved, each with the newest answers, oldest first."""
        return [
            (row, [own for own in self.answers if own.involvement_id == row.pk][:6][::-1])
            for row in self.involvements
        ]

    @property
    def may_be_closed(self) -> bool:
        """Everybody exposed has said 4 or 5 for so long that closing may be talked about."""
        return self.case.review_on is not None and safe_spans(self.voices) is not None

    @property
    def small(self) -> list[Small]:
        """How it goes for each one who is exposed now, without names."""
        return small(self.voices)

    @property
    def development(self) -> list[str]:
        """The same in words, where one is exposed: of several the page about it tells."""
        exposed = [voice for voice in self.voices if voice.is_exposed]
        return read_out(exposed[0].answers, value_words())[:1] if len(exposed) == 1 else []

    @property
    def without_effect(self) -> list[Measure]:
        """Running measures whose two newest answers are both "no"."""
        return [
            measure
            for measure in self.measures
            if measure.state == Measure.State.RUNNING
            and twice_without_effect(
                [row.effect for row in self.evaluations if row.measure_id == measure.pk]
            )
        ]


def casefile_of(viewer: Viewer, pk: uuid.UUID) -> CaseFile:
    """Raises Http404 for a case that the viewer does not see."""
    found = (
        Case.objects.visible_to(viewer)
        .with_labels()
        .annotate(
            hold_reason=_HOLD,
            ppt_answers=log.answers.READ_ALONG,
            **due_people.missing(),
            **due_families.missing(viewer.today),
            **incase.read_along(viewer),
        )
    )
    case = get_object_or_404(found.select_related("unit", "held_by", *_ALERT), pk=pk)
    speak_of(case.unit)
    involvements = list(case.involvements.select_related("pupil").order_by("starts_on", "id"))
    answers = list(case.safety_answers.order_by("-day", "-recorded_at"))
    plans = list(case.plans.order_by("created_at", "id"))
    there = due_measures.who_is_there(case.measures.by_time(), viewer)
    measures = list(there.annotate(after_ids=_AFTER))
    evaluations = list(case.evaluations.with_disagreement().newest_first())
    written, readings = log.newest(case), list(_readings(case))
    _tie(involvements, answers, plans, measures, evaluations)
    ids = written.people() | _people_of(case, measures, evaluations, readings)
    names, seen_by = _people(case, ids, viewer.today)
    _put_names(measures, evaluations, names)
    titles = {str(measure.pk): measure.title for measure in measures} | written.shared
    return CaseFile(
        case=case,
        involvements=involvements,
        answers=answers,
        plans=plans,
        measures=measures,
        evaluations=evaluations,
        weeks=written.weeks(names, titles, {row.pk: row.label for row in involvements}),
        undo=written.newest_own(viewer.person.pk),
        readers=[Reader(names[who], *rest) for who, *rest in readings],
        seen_by=seen_by,
        duties=_waiting(case, plans, involvements, measures, evaluations, viewer),
    )


def _tie(involvements, answers, plans, measures, evaluations) -> None:
    """Point the rows at each other, so that the page asks for none of them again."""
    people = {row.pk: row for row in involvements}
    safe = {row.pk: row for row in answers}
    own = {row.pk: row for row in measures}
    for answer in answers:
        answer.involvement = people[answer.involvement_id]
    for plan in plans:
        plan.about = people.get(plan.about_id)
    for evaluation in evaluations:
        evaluation.measure = own[evaluation.measure_id]
        evaluation.safety = safe.get(evaluation.safety_id)


def _put_names(measures, evaluations, names) -> None:
    for measure in measures:
        measure.carried_out_by = names[measure.responsible_id]
    for evaluation in evaluations:
        evaluation.answered_by = names[evaluation.recorded_by_id]


def _parts(measures):
    ids = {measure.pk for measure in measures}
    return [
        Part(row.pk, row.title, row.starts_on, row.ends_on, frozenset(ids & set(row.after_ids)))
        for row in measures
    ]


def _readings(case: Case):
    in_list = Q(page__in=LISTS)
    return (
        Reading.objects.filter(case_id=case.pk)
        .values_list("person_id")
        .annotate(
            last=Max("at"),
            opened=Count("id", filter=~in_list),
            listed=Count("id", filter=in_list),
        )
        .order_by("-last")
    )


def _people_of(case, measures, evaluations, readings) -> set[uuid.UUID | None]:
    ids = {case.created_by_id, case.alert.received_by_id}
    ids |= {row.responsible_id for row in measures} | {row.deputy_id for row in measures}
    return ids | {row.recorded_by_id for row in evaluations} | {row[0] for row in readings}


def _people(
    case: Case, noted: Iterable[uuid.UUID | None], today: date
) -> tuple[dict[uuid.UUID, str], list[str]]:
    """Names by id, and the names of those who see the whole case."""
    ids = [pk for pk in noted if pk]
    seeing = people_who_see(case, today).values_list("pk", "name", Value("sees"))
    named = Person.objects.filter(pk__in=ids).values_list("pk", "name", Value("named"))
    rows = list(named.union(seeing, all=True))
    unknown = str(_("Somebody who is no longer known here"))
    names = dict.fromkeys(ids, unknown) | {pk: name for pk, name, _why in rows}
    return names, sorted(name for _pk, name, why in rows if why == "sees")


def _waiting(case, plans, involvements, measures, evaluations, viewer) -> list[Duty]:
    """All that is to be done in this case, the most urgent first."""
    today = viewer.today
    planned = duties.is_planned(plans, involvements)
    found = [*duties.of_case(case, planned=planned, today=today), *due_closing.of_case(case, today)]
    found += incase.of_case(case, viewer)
    if case.is_open:
        found += due_people.of_case(case) + due_families.of_case(case)
        found += [duty for row in measures for duty in _of_measure(row, case.reference, viewer)]
        if viewer.may(Permission.WRITE_CASES, case.held_by_id):
            found += due_plans.of_replaced(measures, evaluations, case.reference, today)
    counted = [duties.counting(duty, today) for duty in duties.in_one_line(found)]
    # A button that leads to the page one is on leads nowhere.
    own = case.get_absolute_url()
    shown = [replace(duty, button="") if duty.url == own else duty for duty in counted]
    return sorted(shown, key=lambda duty: (duty.due_on, duty.title))


def _of_measure(measure: Any, reference: str, viewer: Viewer) -> Iterator[Duty]:
    if duty := duties.of_measure(measure, reference, viewer.today):
        yield duty
    if measure.decide_on and viewer.may(Permission.CLOSE_CASES, measure.case.held_by_id):
        yield due_plans.what_is_next(measure, reference)
    if measure.look_on and measure.look_on <= viewer.today:
        yield due_measures.look_at(measure, reference)
    planned = measure.state == Measure.State.PLANNED
    if planned and measure.questioned_on:
        yield due_plans.decide(measure, reference)
    nobody = measure.gone or measure.away and not measure.deputy_there
    if nobody and (planned or measure.state == Measure.State.RUNNING):
        yield due_measures.replace(measure, reference, viewer)
