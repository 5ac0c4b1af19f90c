"""What stands on the form before anybody has answered: whom it asks about, and which next day."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from cases.models import Case, Entry, Involvement, SafetyAnswer, TrustedAdult
from cases.rules import is_alarming, persons
from evaluations import rules
from evaluations.models import CaseReview, Evaluation
from measures.models import Measure
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
    # The same where the pupil does not feel safe: within one open week.
    soon: Day
    # The newest row about the pupil, also of another day and where there was no answer.
    newest: SafetyAnswer | None = None
    # What the pupil answered the last time before today.
    before: int | None = None
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
    def alarming(self) -> list[int]:
        """The answers that bring the next evaluation forward."""
        return [one for one in SafetyAnswer.Value.values if is_alarming(one, self.before)]

    def offered(self, said: str = "") -> Day:
        """The next day that is filled in: sooner where the pupil has said so today, or says it."""
        value = int(said) if said.isdecimal() else None
        if value is None and self.safe_today is not None:
            value = self.safe_today.value
        return self.soon if value in self.alarming else self.proposed

    @property
    def asks(self) -> bool:
        """The one exposed is asked once a day, however many measures are evaluated; and not at all
        from a no until the trusted adult has asked."""
        return self.about is not None and self.safe_today is None and self.left_until is None

    def corrected_by(self, person: Person) -> SafetyAnswer | None:
        """The newest answer, where this person wrote it down and so may set it right."""
        answer = self.newest
        if answer is None or answer.missing == SafetyAnswer.Missing.NOT_ASKED:
            return None
        return answer if answer.recorded_by_id == person.pk else None

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
    said = answers_of([about], today).get(about.pk, NOTHING) if about else NOTHING
    last = measure.evaluations.newest_first().select_related("recorded_by", "safety").first()
    return _sheet(measure, today, about, said, calendar_for(measure.case.unit), last=last)


def _sheet(
    measure: Measure,
    today: date,
    about: Involvement | None,
    said: "Said",
    calendar: Calendar,
    **more: Any,
) -> Sheet:
    done = measure.evaluations_done + 1
    in_a_week = next_evaluation(calendar, today, done, 1).date
    due_on = measure.evaluate_on or today
    return Sheet(
        measure=measure,
        today=today,
        about=about,
        safe_today=_of_today(said.newest, today),
        newest=said.newest,
        before=said.before,
        calendar=calendar,
        proposed=measure.evaluation_after(today, done, calendar),
        soon=rules.next_day(calendar, wanted=in_a_week, today=today, due_on=due_on).day,
        **{"left_until": _left_until(said.newest, about), "last": None} | more,
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
    said = answers_of(rows.values(), today)
    left = {pk: _left_until(told.newest, rows[pk]) for pk, told in said.items()}
    sheets = []
    for row in due:
        one = about[row.pk]
        told, until = (said.get(one.pk, NOTHING), left.get(one.pk)) if one else (NOTHING, None)
        sheets.append(_sheet(row, today, one, told, calendar, left_until=until))
    return sheets


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


class Said(NamedTuple):
    """What one child has said: the newest row, also one that says why there is no answer, and the
    child's own answer of an earlier day (``cases.safety.own_before``)."""

    newest: SafetyAnswer | None = None
    before: int | None = None


NOTHING = Said()


def answers_of(asked: Iterable[Involvement], today: date) -> dict[uuid.UUID, Said]:
    """What each has said, also in another role or before the name was known. Two queries."""
    wanted = {row.pk: row.case_id for row in asked}
    involved = Involvement.objects.filter(case__in=set(wanted.values()))
    people = persons(involved.only("pk", "pupil_id", "continues_id")) if wanted else {}
    of = {people[pk] for pk in wanted}
    same = [pk for pk, person in people.items() if person in of]
    rows = SafetyAnswer.objects.filter(involvement__in=same) if same else ()
    said: dict[object, Said] = {}
    for answer in sorted(rows, key=lambda one: (one.day, one.recorded_at)):
        person = people[answer.involvement_id]
        before = said.get(person, NOTHING).before
        is_own = answer.value and answer.answered_by == SafetyAnswer.AnsweredBy.PUPIL
        said[person] = Said(answer, answer.value if is_own and answer.day < today else before)
    return {pk: said[people[pk]] for pk in wanted if people[pk] in said}


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
