"""What stands on the form before anybody has answered: whom it asks about, and which next day."""

from dataclasses import dataclass
from datetime import date

from cases.models import Involvement, SafetyAnswer
from evaluations.models import Evaluation
from measures.models import Measure
from measures.rules import next_evaluation
from organisations.calendar import Calendar, Day
from organisations.calendars import calendar_for


@dataclass(frozen=True)
class Sheet:
    """One measure to evaluate. ``safe_today`` is the answer of the day, when there is one."""

    measure: Measure
    about: Involvement | None
    safe_today: SafetyAnswer | None
    last: Evaluation | None
    calendar: Calendar
    proposed: Day

    @property
    def asks(self) -> bool:
        """The one exposed is asked once a day, however many measures are evaluated."""
        return self.about is not None and self.safe_today is None


def sheet_for(measure: Measure, today: date) -> Sheet:
    """Everything the form needs, in at most six queries."""
    about = exposed_pupil(measure)
    calendar = calendar_for(measure.case.unit)
    done = measure.evaluations_done + 1
    return Sheet(
        measure=measure,
        about=about,
        safe_today=about and _answer_of(about, today),
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
