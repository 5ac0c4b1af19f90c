"""How a case develops: is it getting better for the pupil?"""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.views.fetch import get_case
from organisations.roles import Permission
from overview.development import LATELY, development_of

PERIODS = ("", "lately")


@require_safe
def development(request, pk):
    case = get_case(request, pk)
    shown = request.GET.get("show", "")
    if shown not in PERIODS:
        raise Http404
    context = {
        "case": case,
        "shown": shown,
        "weeks": LATELY,
        "development": development_of(case, request.viewer, lately=shown == "lately"),
        "may_write": case.is_open and request.viewer.may(Permission.WRITE_CASES, case.held_by_id),
    }
    return render(request, "overview/development.html", context)
