"""The concerns of a case: those that led to it, and those with which another place was told."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.kept import posted_or_kept
from cases import actions
from cases.forms.concerns import AddConcernForm, TellElsewhereForm
from cases.models import Case, CaseConcern
from cases.views.fetch import get_case
from common.errors import refusal_as_message
from common.views import form_page, submitted
from concerns.models import Concern
from organisations.law.wording import speak_of
from organisations.roles import Permission


@require_safe
def concerns(request, pk):
    case = get_case(request, pk)
    rows = CaseConcern.objects.visible_to(request.viewer).filter(case=case).for_page()
    leads = request.viewer.may(Permission.CLOSE_CASES, case.held_by_id)
    context = {
        "case": case,
        "received": [row for row in rows if row.direction == CaseConcern.Direction.RECEIVED],
        "told": [row for row in rows if row.direction == CaseConcern.Direction.TOLD],
        "leads": leads,
        "may_tell": case.is_open and leads,
    }
    return render(request, "cases/concerns.html", context)


@form_page
def add_concern(request, concern):
    """Choose among the open cases of the place to which a concern belongs."""
    found = Concern.objects.visible_to(request.viewer).select_related("unit")
    concern = get_object_or_404(found, pk=concern)
    if not concern.may_be_taken_on_by(request.viewer):
        raise Http404
    speak_of(concern.unit)
    if concern.state != Concern.State.NEW:
        messages.info(request, _("This concern has got its answer already."))
        return redirect(concern)
    form = AddConcernForm(
        posted_or_kept(request),
        cases=_cases(request.viewer, concern),
        cancel=concern.get_absolute_url(),
    )
    if added := submitted(request, form, actions.add_concern, concern=concern):
        messages.success(request, _("The concern belongs to the case now."))
        return redirect(added.case)
    return render(request, "cases/add_concern.html", {"form": form, "concern": concern})


def _cases(viewer, concern):
    places = viewer.places_where(Permission.WRITE_CASES)
    cases = Case.objects.visible_to(viewer).open()
    return cases.filter(unit=concern.unit_id, held_by__in=places).for_list(viewer.today)


@form_page
def tell_elsewhere(request, pk):
    case = get_case(request, pk, Permission.CLOSE_CASES)
    form = TellElsewhereForm(
        posted_or_kept(request),
        case=case,
        today=request.viewer.today,
        cancel=case.get_absolute_url(),
    )
    if submitted(request, form, actions.tell_elsewhere, case=case):
        messages.success(request, _("They are told. You see here when they have answered."))
        return redirect("cases:concerns", case.pk)
    return render(request, "cases/tell_elsewhere.html", {"form": form, "case": case})


@require_POST
def take_back_change(request, pk, told):
    case = get_case(request, pk, Permission.CLOSE_CASES)
    told = get_object_or_404(case.case_concerns.filter(about__isnull=False), pk=told)
    with refusal_as_message(request):
        actions.take_back_change_of_school(told=told, by=request.user, now=timezone.now())
        messages.success(request, _("It is taken back. The other place does not see it any more."))
    return redirect("cases:concerns", case.pk)
