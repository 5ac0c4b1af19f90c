"""The weekday on which the evaluations of a case fall: a form on the plan page."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.kept import posted_or_kept
from cases.models import Case
from cases.views.fetch import get_case
from common.views import form_page, submitted
from measures import actions, forms
from organisations.roles import Permission


def form_of(case, data=None):
    address = reverse("measures:evaluation_day", args=[case.pk])
    return forms.WeekdayForm(data, case=case, action=address)


@form_page
def choose(request, case):
    case = get_case(request, case, Permission.WRITE_CASES)
    form = form_of(case, posted_or_kept(request))
    if made := submitted(request, form, actions.choose_evaluation_weekday, case=case):
        messages.success(request, _said(made))
        return redirect("measures:plan", case.pk)
    return render(request, "measures/common_day.html", {"case": case, "form": form})


def _said(made):
    if made.weekday is None:
        return _("The evaluations of this case have no common day. The dates stand as they are.")
    told = {"weekday": Case.Weekday(made.weekday).label}
    said = _("Evaluations of this case fall on this day: %(weekday)s.") % told
    if made.stay:
        stay = _("A pupil does not feel safe, so the dates that stand are not moved.")
        return f"{said} {stay}"
    moved = ngettext("%(n)s date is moved.", "%(n)s dates are moved.", made.moved)
    return f"{said} {moved % {'n': made.moved}}"
