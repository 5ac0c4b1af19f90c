"""The list of cases."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.models import Case
from cases.safety import small_of_cases
from organisations.roles import Permission

ROWS = 50


@require_safe
def all_cases(request):
    viewer = request.viewer
    if not viewer.may(Permission.READ_CASES) and not viewer.cases:
        raise Http404
    ended_too = request.GET.get("show") == "all"
    cases = Case.objects.visible_to(viewer)
    cases = cases if ended_too else cases.open()
    page = Paginator(cases.for_list(viewer.today), ROWS).get_page(request.GET.get("page"))
    small = small_of_cases(page.object_list)
    context = {
        "page": page,
        "rows": [(case, small.get(case.pk, [])) for case in page],
        "ended_too": ended_too,
        "many_units": _are_of_many_units(viewer, page),
        "may_open": viewer.may(Permission.OPEN_CASES),
        "today": viewer.today,
    }
    return render(request, "cases/list.html", context)


def _are_of_many_units(viewer, page):
    """Must a row say where it is? Also of what the owner holds for one of its units."""
    several = len(viewer.places_where(Permission.READ_CASES)) > 1 or bool(viewer.cases)
    return several or any(case.unit_id != case.held_by_id for case in page)
