"""The owner's units, as numbers by half-year."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from overview.desks.numbers import TYPES, Numbers, half_years, owners_of


@require_safe
def numbers(request):
    """One half-year and one kind of units at a time; what can be chosen is the same for everybody,
    whatever there is to count."""
    viewer, kind = request.viewer, request.GET.get("type", "")
    halves = {half.key: half for half in half_years(viewer.today)}
    chosen = request.GET.get("half", "") or next(iter(halves))
    if not owners_of(viewer) or chosen not in halves or kind not in TYPES:
        raise Http404
    context = {
        "numbers": Numbers(viewer, halves[chosen], kind),
        "types": TYPES.items(),
        "many_owners": len(owners_of(viewer)) > 1,
    }
    return render(request, "overview/numbers.html", context)
