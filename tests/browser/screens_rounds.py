"""Evaluating a whole case together: its common day, a meeting, its minutes and the reviews."""

from cases.models import Case
from evaluations.models import CaseReview
from organisations.calendar import school_year_of


def rounds_screens(made):
    """Who opens it, its name, its address and what that is asked with."""
    case = Case.objects.get(unit=made.places["fjellet"], state="follow_up")
    today = made.today
    review, _made = CaseReview.objects.get_or_create(
        case=case, round="autumn", school_year=school_year_of(today), defaults={"due_on": today}
    )
    yield "rektor", "evaluation-day", "measures:evaluation_day", case.pk
    yield "rektor", "evaluation-meeting", "evaluations:meeting", case.pk
    yield "rektor", "evaluation-meeting-errors", "evaluations:meeting", case.pk
    yield "rektor", "evaluation-minutes", "evaluations:minutes", case.pk
    yield "rektor", "evaluation-minutes-errors", "evaluations:minutes", case.pk
    yield "rektor", "case-review", "evaluations:review", review.pk
    closed = Case.objects.filter(unit=case.unit_id, state="closed").first()
    yield "rektor", "case-reopen", "reopening:reopen", closed.pk
    yield "rektor", "case-reopen-errors", "reopening:reopen", closed.pk
    yield "rektor", "case-review-errors", "evaluations:review", review.pk
