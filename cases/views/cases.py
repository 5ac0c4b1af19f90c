"""The list of cases, and a new one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.kept import posted_or_kept
from cases.actions import open_case
from cases.forms import NewCaseForm
from cases.models import Case
from common.views import form_page
from organisations.models import Organisation
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
    page = Paginator(cases.for_list(), ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "ended_too": ended_too,
        "many_units": len(viewer.places_where(Permission.READ_CASES)) > 1 or bool(viewer.cases),
        "may_open": viewer.may(Permission.OPEN_CASES),
        "today": viewer.today,
    }
    return render(request, "cases/list.html", context)


@form_page
def new(request, unit=None):
    units = _units(request.viewer, unit)
    if len(units) > 1:
        return render(request, "cases/choose_unit.html", {"units": units})
    now = timezone.now()
    form = NewCaseForm(posted_or_kept(request), unit=units[0], viewer=request.viewer, now=now)
    if case := form.submit(open_case, unit=units[0], by=request.user, now=now):
        messages.success(request, _("The case is opened. PPT is alerted, without names."))
        return redirect(case)
    return render(request, "cases/new.html", {"form": form, "unit": units[0]})


def _units(viewer, chosen):
    """Where the viewer may open a case; only the chosen one when one was chosen."""
    places = viewer.places_where(Permission.OPEN_CASES)
    wanted = places & {chosen} if chosen else places
    units = list(Organisation.objects.units().filter(pk__in=wanted))
    if not units:
        raise Http404
    return units
