"""Min dag: what is to be done now."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cases.models import CaseDraft
from organisations.roles import Permission
from overview.desks.day import workday_of
from overview.views.home import front_page

MOST_DRAFTS = 20


@require_safe
def today(request):
    first = front_page(request.viewer)
    works = request.viewer.may(Permission.TAKE_PART) or request.viewer.helps
    if first != "overview:today" and not works:
        return redirect(first)
    may_see_all = request.viewer.may(Permission.READ_CASES)
    # Whoever answers for the unit must see all that is overdue there without asking for it.
    whole = may_see_all and request.GET.get("mine") != "1"
    drafts = CaseDraft.objects.visible_to(request.viewer).written_on().newest_first()
    context = {
        "day": request.viewer.today,
        "drafts": drafts[:MOST_DRAFTS],
        "workday": workday_of(request.viewer, whole=whole),
        "whole": whole,
        "may_see_all": may_see_all,
        "may_open": request.viewer.may(Permission.OPEN_CASES),
        "may_report": request.viewer.may(Permission.REPORT_CONCERN),
    }
    return render(request, "overview/today.html", context)
