"""The whole school, and the owner: thin pages that lead on."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cases.models import Case, PptAlert
from organisations.roles import Permission
from overview.views.home import OWNER


@require_safe
def school(request):
    if not request.viewer.may(Permission.READ_CASES):
        raise Http404
    return redirect("cases:list")


@require_safe
def owner(request):
    """What only the owner can mend: alerts that no office got, and cases that it holds."""
    viewer = request.viewer
    if not viewer.has_role(*OWNER):
        raise Http404
    context = {
        "unplaced": PptAlert.objects.visible_to(viewer).unplaced().for_inbox()[:100],
        "held": Case.objects.visible_to(viewer).open().for_list()[:100],
    }
    return render(request, "overview/owner.html", context)
