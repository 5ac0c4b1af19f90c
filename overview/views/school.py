"""The whole school, and the owner."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.models import Case
from concerns.models import Concern
from organisations.roles import Permission
from overview.context import pages_at_school
from overview.desks import owner as ownerdesk
from overview.desks.numbers import owners_of
from overview.desks.school import FILTERS, School
from overview.views.home import OWNER


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
        "without_office": ownerdesk.without_office(viewer),
        "concerns": Concern.objects.waiting_for(viewer).for_list()[:100],
        "desk": ownerdesk.desk_of(viewer) if viewer.may(Permission.READ_OWNER_NOTICES) else None,
        "for_nobody": ownerdesk.waiting_for_nobody(viewer),
        "late": ownerdesk.late_units(viewer),
        "today": viewer.today,
        "held": Case.objects.visible_to(viewer).open().for_list(viewer.today)[:100],
    }
    return render(request, "overview/owner.html", context)
