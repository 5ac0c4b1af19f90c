"""The measures of a case in a new school year."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.kept import posted_or_kept
from cases.models import Handover
from common.views import form_page, submitted
from measures import actions, forms
from measures.fit.new_year import new_year_of
from organisations.law.wording import speak_of
from organisations.roles import Permission


@form_page
def new_year(request, pk):
    row = _step(request, pk)
    back = reverse("cases:handovers", args=[row.case_id])
    sheet = new_year_of(row, request.viewer)
    form = forms.NewYearForm(posted_or_kept(request), sheet=sheet, cancel=back)
    if submitted(request, form, actions.hand_on_measures, handover=row):
        messages.success(request, _("The measures are handed on for this school year."))
        return redirect(back)
    context = {"step": row, "case": row.case, "form": form, "sheet": sheet}
    return render(request, "measures/new_year.html", context)


def _step(request, pk):
    """404 for one who does not see the case, 403 for one who only reads it."""
    found = Handover.objects.visible_to(request.viewer).filter(kind=Handover.Kind.PLAN)
    row = get_object_or_404(found.select_related("case__unit", "case__held_by"), pk=pk)
    if not request.viewer.may(Permission.WRITE_CASES, row.case.held_by_id):
        raise PermissionDenied
    speak_of(row.case.unit)
    return row
