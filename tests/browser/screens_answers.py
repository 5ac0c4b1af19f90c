"""What follows from evaluations: a pupil does not have it safe, and twice without effect."""

from accounts.models import Person
from cases.models import Case, SafetyAnswer
from measures.models import Measure


def _answered(measure):
    """The newest answer about its pupil was written down by the one who leads."""
    answers = SafetyAnswer.objects.filter(involvement=measure.plan.about)
    answer = answers.order_by("-day", "-recorded_at").first()
    leader = Person.objects.get(email="rektor@tryggspor.example")
    SafetyAnswer.objects.filter(pk=answer.pk).update(recorded_by=leader)
    return measure.pk


def answers_screens(made):
    """Who opens it, its name, its address and what that is asked with."""
    school = made.places["fjellet"]
    case = Case.objects.get(unit=school, state="follow_up")
    day = Measure.objects.running().filter(case=case).order_by("starts_on").first().starts_on
    Case.objects.filter(pk=case.pk).update(unsafe_since=day)
    measure = Measure.objects.get(case=case, title="Fast trygg voksen")
    Measure.objects.filter(pk=measure.pk).update(decide_on=day)
    yield "rektor", "evaluation-pupil", "evaluations:ask_pupil", measure.pk
    yield "rektor", "evaluation-correct", "evaluations:correct", _answered(measure)
    yield "rektor", "evaluation-correct-errors", "evaluations:correct", measure.pk
    yield "rektor", "evaluation-sitting", "evaluations:sitting", case.pk
    yield "rektor", "evaluation-sitting-errors", "evaluations:sitting", case.pk
    yield "rektor", "unsafe", "cases:say_what_is_done", case.pk
    yield "rektor", "unsafe-errors", "cases:say_what_is_done", case.pk
    yield "rektor", "measure-decide", "measures:decide", measure.pk
    yield "rektor", "measure-decide-errors", "measures:decide", measure.pk
