"""What stands on the form before anybody has answered: whom it asks about, and which next day."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from cases.models import Involvement, SafetyAnswer
from evaluations import rules
from evaluations.models import Evaluation, SharedEvaluation
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
    question = _("How safe is the pupil now?")

    @property
    def voice(self) -> str:
        """Who is taken to tell how safe it is, until somebody says otherwise on the form."""
        law = law_for(self.measure.case.unit, self.today)
        by = SafetyAnswer.AnsweredBy
        return by.ADULT.value if law.voice_by_observation else by.PUPIL.value

    @property
    def asks(self) -> bool:
        """The one exposed is asked once a day, however many measures are evaluated."""
        return self.about is not None and self.safe_today is None


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
    """Everything the form needs, in at most six queries."""
    about = exposed_pupil(measure)
    calendar = calendar_for(measure.case.unit)
    done = measure.evaluations_done + 1
    return Sheet(
        measure=measure,
        today=today,
        about=about,
        safe_today=_answer_of(about, today) if about else None,
        last=measure.evaluations.newest_first().select_related("recorded_by", "safety").first(),
        calendar=calendar,
        proposed=next_evaluation(calendar, today, done, measure.interval_weeks),
    )


def exposed_pupil(measure: Measure) -> Involvement | None:
    """The pupil who is asked how safe it is: the plan's own, else the only one exposed by name.

    Where several are exposed and the plan is about none of them, nobody is asked here.
    """
    about = measure.plan.about
    if about and about.pupil_id and about.role == Involvement.Role.EXPOSED:
        return about
    exposed = measure.case.involvements.filter(
        role=Involvement.Role.EXPOSED, pupil__isnull=False, ends_on=None
    ).select_related("pupil")[:2]
    return exposed[0] if len(exposed) == 1 else None


def _answer_of(involvement: Involvement, today: date) -> SafetyAnswer | None:
    return involvement.safety_answers.filter(day=today, value__isnull=False).first()


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
