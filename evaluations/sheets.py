"""What stands on the form before anybody has answered: whom it asks about, and which next day."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Entry, Involvement, SafetyAnswer, TrustedAdult
from cases.rules import persons
from evaluations import rules
from evaluations.models import CaseReview, Evaluation, SharedEvaluation
from measures.models import Measure, SharedMeasure
from measures.rules import next_evaluation
from organisations.calendar import Calendar, Day
from organisations.calendars import calendar_for
from organisations.law import law_for
from organisations.roles import Permission
from organisations.viewers import Viewer


@dataclass(frozen=True)
class Sheet:
    """One measure to evaluate. ``safe_today`` is the answer of the day, when there is one."""

    measure: Measure
    today: date
    about: Involvement | None
    safe_today: SafetyAnswer | None
    last: Evaluation | None
    calendar: Calendar
    proposed: Day
    # The pupil has not wanted to answer: the trusted adult asks again in their talk on this day.
    left_until: date | None = None
    question = _("How safe is the pupil now?")

    @property
    def voice(self) -> str:
        """Who is taken to tell how safe it is, until somebody says otherwise on the form."""
        law = law_for(self.measure.case.unit, self.today)
        by = SafetyAnswer.AnsweredBy
        return by.ADULT.value if law.voice_by_observation else by.PUPIL.value

    @property
    def asks(self) -> bool:
        """The one exposed is asked once a day, however many measures are evaluated; and not at all
        from a no until the trusted adult has asked."""
        return self.about is not None and self.safe_today is None and self.left_until is None

    @property
    def talk_is_overdue(self) -> bool:
        return self.left_until is not None and self.left_until < self.today


def measure_to_evaluate(viewer: Viewer, pk: uuid.UUID) -> Measure:
    """Raises Http404 for a measure that the viewer does not see, and PermissionDenied for one that
    the viewer neither carries out nor follows up: a case opened for reading is not evaluated."""
    found = Measure.objects.visible_to(viewer)
    measure = get_object_or_404(
        found.select_related("case__unit__parent", "plan__about__pupil"), pk=pk
    )
    needed = measure.needed_to_evaluate(viewer.person.pk, viewer.stands)
    case = measure.case
    # Who keeps a part of a case that is held elsewhere takes part at the unit where it happened.
    keeps_a_part = needed == Permission.TAKE_PART and case.pk in viewer.parts
    helps = needed == Permission.TAKE_PART and case.pk in viewer.helps
    if not helps and not viewer.may(needed, at=case.unit_id if keeps_a_part else case.held_by_id):
        raise PermissionDenied(needed)
    return measure


def sheet_for(measure: Measure, today: date) -> Sheet:
    """Everything the form needs, in at most seven queries."""
    about = exposed_pupil(measure)
    calendar = calendar_for(measure.case.unit)
    newest = newest_answers([about]).get(about.pk) if about else None
    return Sheet(
        measure=measure,
        today=today,
        about=about,
        safe_today=_of_today(newest, today),
        left_until=_left_until(newest, about),
        last=measure.evaluations.newest_first().select_related("recorded_by", "safety").first(),
        calendar=calendar,
        proposed=measure.evaluation_after(today, measure.evaluations_done + 1, calendar),
    )


def sheets_of_case(viewer: Viewer, case: uuid.UUID) -> list[Sheet]:
    """All measures of a case that wait for this viewer’s answer today, in seven queries.

    Raises Http404 where the viewer sees no measure of the case, and PermissionDenied where the
    viewer carries out none of them and does not follow up the case.
    """
    seen = Measure.objects.visible_to(viewer).filter(case=case)
    rows = list(
        seen.select_related("case__unit__parent", "plan__about__pupil").order_by(
            "evaluate_on", "id"
        )
    )
    if not rows:
        raise Http404
    held = rows[0].case
    if not viewer.may(Permission.WRITE_CASES, at=held.held_by_id):
        rows = [row for row in rows if row.is_carried_out_by(viewer.person.pk, viewer.stands)]
    if not rows:
        raise PermissionDenied
    due = [row for row in rows if row.evaluate_on and row.evaluate_on <= viewer.today]
    return _in_a_row(due, viewer.today) if due and held.is_open else []


def sheets_of_meeting(viewer: Viewer, case: Case) -> list[Sheet]:
    """All measures of an open case that are due today, whoever carries them out: for one who
    follows it up. Seven queries however many."""
    due = list(
        Measure.objects.visible_to(viewer)
        .to_evaluate(viewer.today)
        .filter(case=case)
        .select_related("case__unit__parent", "plan__about__pupil")
        .order_by("evaluate_on", "id")
    )
    return _in_a_row(due, viewer.today) if due and case.is_open else []


def _in_a_row(due: list[Measure], today: date) -> list[Sheet]:
    calendar = calendar_for(due[0].case.unit)
    only = _only_exposed(due[0].case_id)
    about = {row.pk: _of_plan(row) if row.plan.about_id else only for row in due}
    rows = {one.pk: one for one in about.values() if one}
    newest = newest_answers(rows.values())
    left = {pk: _left_until(answer, rows[pk]) for pk, answer in newest.items()}
    return [
        Sheet(
            measure=row,
            today=today,
            about=one,
            safe_today=_of_today(newest.get(one.pk), today) if one else None,
            left_until=left.get(one.pk) if one else None,
            last=None,
            calendar=calendar,
            proposed=row.evaluation_after(today, row.evaluations_done + 1, calendar),
        )
        for row in due
        for one in [about[row.pk]]
    ]


def review_to_write(viewer: Viewer, pk: uuid.UUID) -> CaseReview:
    """Raises Http404 for one of a case that the viewer does not see, and PermissionDenied for one
    who does not answer for the case."""
    found = CaseReview.objects.visible_to(viewer)
    review = get_object_or_404(
        found.select_related("case__unit__parent", "case__held_by", "done_by"), pk=pk
    )
    if not viewer.may(Permission.CLOSE_CASES, at=review.case.held_by_id):
        raise PermissionDenied
    return review


def exposed_pupil(measure: Measure) -> Involvement | None:
    """The pupil who is asked how safe it is: the plan's own; where it is for a group, the only one
    exposed by name. Of several none, and never another one than the plan is about."""
    return _of_plan(measure) if measure.plan.about_id else _only_exposed(measure.case_id)


def _of_plan(measure: Measure) -> Involvement | None:
    about = measure.plan.about
    is_asked = about and about.pupil_id and about.role == Involvement.Role.EXPOSED
    return about if is_asked else None


def _only_exposed(case: uuid.UUID) -> Involvement | None:
    exposed = Involvement.objects.filter(
        case=case, role=Involvement.Role.EXPOSED, pupil__isnull=False, ends_on=None
    ).select_related("pupil")[:2]
    return exposed[0] if len(exposed) == 1 else None


def newest_answers(asked: Iterable[Involvement]) -> dict[uuid.UUID, SafetyAnswer]:
    """The newest row of each, also one that says why there is no answer, and one that was given in
    another role or before the name was known. Two queries."""
    wanted = {row.pk: row.case_id for row in asked}
    involved = Involvement.objects.filter(case__in=set(wanted.values()))
    people = persons(involved.only("pk", "pupil_id", "continues_id")) if wanted else {}
    of = {people[pk] for pk in wanted}
    same = [pk for pk, person in people.items() if person in of]
    rows = SafetyAnswer.objects.filter(involvement__in=same) if same else ()
    newest = {}
    for answer in sorted(rows, key=lambda one: (one.day, one.recorded_at)):
        newest[people[answer.involvement_id]] = answer
    return {pk: newest[people[pk]] for pk in wanted if people[pk] in newest}


def _of_today(newest: SafetyAnswer | None, today: date) -> SafetyAnswer | None:
    return newest if newest and newest.day == today and newest.value is not None else None


def _left_until(newest: SafetyAnswer | None, about: Involvement | None) -> date | None:
    """The next talk, as long as the trusted adult has not talked with the pupil since the no. A
    talk of the same day counts when it was written down after the no."""
    if newest is None or about is None or newest.missing != SafetyAnswer.Missing.DECLINED:
        return None
    rows = {about.pk, newest.involvement_id}
    adult = TrustedAdult.objects.current().filter(involvement__in=rows).first()
    if adult is None or adult.talked_on and _talked_since(adult, newest):
        return None
    return adult.talk_on


def _talked_since(adult: TrustedAdult, no: SafetyAnswer) -> bool:
    if adult.talked_on != no.day:
        return adult.talked_on is not None and adult.talked_on > no.day
    talks = Entry.objects.filter(case=no.case_id, kind=Entry.Kind.TALK, about=adult.involvement_id)
    return talks.filter(happened_on=no.day, written_at__gt=no.recorded_at).exists()


@dataclass(frozen=True)
class SharedSheet:
    """One shared measure to evaluate, once for all plans that it stands in."""

    shared: SharedMeasure
    today: date
    last: SharedEvaluation | None
    proposed: Day
    # The two newest answers are "no": time to talk about something else.
    twice_without_effect: bool


def shared_to_evaluate(viewer: Viewer, pk: uuid.UUID) -> SharedMeasure:
    """Raises Http404 for one that the viewer does not see, and PermissionDenied for one that the
    viewer neither carries out nor follows up."""
    found = SharedMeasure.objects.visible_to(viewer).select_related("unit__parent", "group")
    shared = get_object_or_404(found, pk=pk)
    needed = shared.needed_to_evaluate(viewer.person.pk, viewer.stands)
    if not viewer.may(needed, at=shared.unit_id):
        raise PermissionDenied(needed)
    return shared


def shared_sheet_for(shared: SharedMeasure, today: date) -> SharedSheet:
    """Everything the form needs, in three queries."""
    newest = list(shared.evaluations.newest_first().select_related("recorded_by")[:2])
    done = shared.evaluations_done + 1
    return SharedSheet(
        shared=shared,
        today=today,
        last=newest[0] if newest else None,
        proposed=next_evaluation(calendar_for(shared.unit), today, done, shared.interval_weeks),
        twice_without_effect=rules.twice_without_effect([one.effect for one in newest]),
    )
