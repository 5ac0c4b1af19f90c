"""The owner: what it is told of one by one, and its units as numbers by half-year."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.models import Case
from concerns.models import Concern
from organisations.roles import Permission
from overview.desks import owner as desks
from overview.desks.numbers import TYPES, Numbers, half_years, owners_of
from overview.views.home import OWNER


@require_safe
def owner(request):
    """What only the owner can mend or answer, each kind in a list of its own, what is red first:
    alerts that no office got, what is long overdue, what it was told, exclusions, concerns, and
    cases that it holds."""
    viewer = request.viewer
    if not viewer.has_role(*OWNER):
        raise Http404
    context = {
        "reads_numbers": bool(owners_of(viewer)),
        "without_office": desks.without_office(viewer),
        "concerns": Concern.objects.waiting_for(viewer).for_list()[:100],
        "desk": desks.desk_of(viewer) if viewer.may(Permission.READ_OWNER_NOTICES) else None,
        "for_nobody": desks.waiting_for_nobody(viewer),
        "late": desks.late_units(viewer),
        "today": viewer.today,
        "held": Case.objects.visible_to(viewer).open().for_list(viewer.today)[:100],
    }
    return render(request, "overview/owner.html", context)


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
