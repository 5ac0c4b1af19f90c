"""The whole school."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from organisations.roles import Permission
from overview.context import pages_at_school
from overview.desks.school import FILTERS, School


@require_safe
def school(request):
    """How it stands, with a list that the tiles filter."""
    viewer, chosen = request.viewer, request.GET.get("show", "")
    if not viewer.may(Permission.READ_CASES) or chosen not in FILTERS:
        raise Http404
    context = {
        "school": School(viewer, chosen),
        "today": viewer.today,
        "pages": pages_at_school(viewer),
        "many_units": len(viewer.places_where(Permission.READ_CASES)) > 1,
    }
    return render(request, "overview/school.html", context)
