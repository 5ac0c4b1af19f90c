"""What is best for the child, as it was weighed each time something was decided in one case."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.views.fetch import get_case
from measures.models import PlanVersion


@require_safe
def best_interests(request, pk):
    case = get_case(request, pk)
    notes = case.best_interests.select_related("written_by").order_by("-written_at", "-id")
    versions = PlanVersion.objects.visible_to(request.viewer).filter(case=case)
    context = {
        "case": case,
        "notes": notes,
        "versions": versions.select_related("made_by").order_by("-made_at", "-number"),
    }
    return render(request, "overview/best_interests.html", context)
