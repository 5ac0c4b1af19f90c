"""The plan or the measure that a page is about, and the ways back from it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from common.dates import in_words
from measures.models import Measure, Plan
from organisations.law.wording import speak_of
from organisations.roles import Permission


def get_plan(request, pk):
    """A plan that the viewer may write: 404 for one who does not see it, 403 for one who does."""
    found = Plan.objects.visible_to(request.viewer).select_related(
        "case__unit", "case__held_by", "about__pupil"
    )
    return _writable(request, get_object_or_404(found, pk=pk))


def get_measure(request, pk):
    """A measure of a plan that the viewer may write."""
    found = Measure.objects.visible_to(request.viewer).select_related(
        "plan__case__unit", "plan__case__held_by", "case__unit", "case__held_by", "responsible"
    )
    return _writable(request, get_object_or_404(found, pk=pk))


def _writable(request, found):
    if not request.viewer.may(Permission.WRITE_CASES, found.case.held_by_id):
        raise PermissionDenied
    speak_of(found.case.unit)
    return found


def address_of(plan):
    return reverse("measures:plan_of", args=[plan.case_id, plan.pk])


def form_about(request, plan, form, heading, about=None):
    context = {"plan": plan, "form": form, "heading": heading, "about": about}
    return render(request, "measures/form.html", context)


def back_saying_the_day(request, plan, form, made):
    wanted = form.cleaned_data.get("first_evaluation_on")
    if made.first_evaluation_on and wanted and wanted != made.first_evaluation_on:
        say_the_day(request, wanted, made.first_evaluation_on)
    return redirect(address_of(plan))


def say_the_day(request, wanted, became):
    if wanted == became:
        said = _("The measure is evaluated on %(day)s.") % {"day": in_words(became)}
        messages.success(request, said)
        return
    messages.warning(
        request,
        _("%(wanted)s is not an open day. The measure is evaluated on %(day)s instead.")
        % {"wanted": in_words(wanted), "day": in_words(became)},
    )
