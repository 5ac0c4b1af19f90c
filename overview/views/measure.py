"""One measure: for those who follow up the case, and for the one who carries it out."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cases.models import Case
from evaluations.sheets import exposed_pupil
from measures.models import Decision, Measure, MeasureEntry
from measures.sheet import evaluation_of
from organisations.calendars import calendar_for
from organisations.law.wording import speak_of
from organisations.roles import Permission


@require_safe
def measure(request, pk):
    """Of the plan only what the measure itself says: a teacher sees neither the plan nor others'
    measures, and somebody at PPT sees this page alone."""
    found = Measure.objects.visible_to(request.viewer).select_related(
        "case__unit", "plan__about__pupil", "responsible", "deputy", "looked_by"
    )
    measure = get_object_or_404(found, pk=pk)
    case, viewer = measure.case, request.viewer
    speak_of(case.unit)
    follows_up = viewer.may(Permission.WRITE_CASES, case.held_by_id)
    entries = MeasureEntry.objects.visible_to(viewer).filter(measure=measure)
    decisions = Decision.objects.visible_to(viewer).filter(measure=measure)
    context = _said_of(measure) | {
        "case": case,
        "person": request.user,
        # Why the plan goes on or is changed is of the plan: not for one who only carries it out.
        "decisions": decisions.newest_first().select_related("decided_by"),
        "entries": entries.select_related("written_by").newest_first(),
        "sees_case": Case.objects.visible_to(viewer).filter(pk=case.pk).exists(),
        "may_change": follows_up and case.is_open,
        "may_write": case.is_open
        and (follows_up or measure.is_carried_out_by(request.user.pk, viewer.stands)),
    }
    return render(request, "measures/measure.html", context)


def _said_of(measure):
    concerned = measure.concerned.standing().values("involvement")
    whom = measure.concerns.filter(pk__in=concerned).select_related("pupil")
    evaluations = measure.evaluations.newest_first().select_related("recorded_by", "safety")
    return {
        "measure": measure,
        "groups": [Measure.Target(group).label for group in measure.target_groups],
        "whom": list(whom.order_by("starts_on", "id")),
        "about": exposed_pupil(measure),
        "evaluation": evaluation_of(measure, calendar_for(measure.case.unit)),
        "evaluations": evaluations,
    }
