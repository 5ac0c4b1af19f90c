"""Several measures of a case at once: alone, or in a meeting with its minutes."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.kept import posted_or_kept
from cases.views.fetch import get_case
from common.views import form_page, submitted
from evaluations.actions import write_minutes
from evaluations.forms import MinutesForm, Sitting
from evaluations.querysets import people_at_meeting
from evaluations.sheets import (
    shared_in_meeting,
    shared_newly_evaluated,
    sheets_of_case,
    sheets_of_meeting,
)
from evaluations.views.remembered import forget_met, forget_said, met_about, remember_met
from measures.models import Measure
from organisations.law.wording import speak_of
from organisations.roles import Permission


@form_page
def sitting(request, case):
    """All measures of a case that are due, in one sitting: saved one by one, the rest is kept."""
    sheets = sheets_of_case(request.viewer, case)
    if sheets:
        speak_of(sheets[0].measure.case.unit)
    made = Sitting(posted_or_kept(request), sheets=sheets, today=request.viewer.today)
    if request.method == "POST":
        _save(request, made)
        if not made.left and not made.gone:
            return redirect("overview:today")
    return render(request, "evaluations/sitting.html", {"sitting": made, "case": case})


@form_page
def meeting(request, case):
    """All measures of a case that are due, whoever carries them out; then the minutes."""
    case = get_case(request, case, Permission.WRITE_CASES)
    sheets = sheets_of_meeting(request.viewer, case)
    made = Sitting(posted_or_kept(request), sheets=sheets, today=request.viewer.today)
    if request.method == "POST":
        _save(request, made)
        remember_met(request, case.pk, made.saved)
        goes_on = "minutes" in request.POST and not any(part.is_touched for part in made.left)
        if (goes_on or not made.left) and not made.gone:
            return redirect("evaluations:minutes", case.pk)
    context = {"sitting": made, "case": case, "shared": shared_in_meeting(request.viewer, case)}
    return render(request, "evaluations/meeting.html", context)


@form_page
def minutes(request, case):
    case = get_case(request, case, Permission.WRITE_CASES)
    typed = posted_or_kept(request)
    # What somebody has written is shown again with why it is not saved.
    if not case.is_open and typed is None:
        messages.error(request, _("This case has ended. Write what was said in the log instead."))
        return redirect(case)
    form = MinutesForm(
        typed,
        people=people_at_meeting(case, request.viewer.today),
        measures=Measure.objects.visible_to(request.viewer).filter(case=case),
        shared=shared_newly_evaluated(request.viewer, case),
        today=request.viewer.today,
        cancel=case.get_absolute_url(),
        by=request.user,
        met=met_about(request, case.pk),
    )
    if submitted(request, form, write_minutes, case=case):
        forget_met(request)
        messages.success(request, _("The minutes stand in the log."))
        return redirect(case)
    return render(request, "evaluations/minutes.html", {"form": form, "case": case})


def _save(request, made):
    saved = made.save(by=request.user, now=timezone.now())
    if saved:
        forget_said(request)
        said = ngettext("%(n)s evaluation is saved.", "%(n)s evaluations are saved.", saved)
        messages.success(request, said % {"n": saved})
