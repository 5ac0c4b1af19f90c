"""The plan or the measure that a page is about, and the ways back from it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from common.dates import in_words
from measures import rules
from measures.models import Measure, Plan
from organisations.law.wording import speak_of
from organisations.roles import Permission


def get_plan(request, pk):
    """A plan that the viewer may write: 404 for one who does not see it, 403 for one who does."""
    found = Plan.objects.visible_to(request.viewer).select_related(
        "case__unit", "case__held_by", "about__pupil"
    )
    return _writable(request, get_object_or_404(found, pk=pk))


def see_plan(request, pk):
    """A plan that the viewer may read, with ``may_write``: may it be changed by the viewer now?"""
    found = Plan.objects.visible_to(request.viewer).select_related(
        "case__unit", "case__held_by", "about__pupil"
    )
    plan = get_object_or_404(found, pk=pk)
    speak_of(plan.case.unit)
    plan.may_write = plan.case.is_open and request.viewer.may(
        Permission.WRITE_CASES, plan.case.held_by_id
    )
    return plan


def get_measure(request, pk):
    """A measure of a plan that the viewer may write."""
    found = Measure.objects.visible_to(request.viewer).select_related(
        "plan__case__unit", "plan__case__held_by", "case__unit", "case__held_by", "responsible"
    )
    return _writable(request, get_object_or_404(found, pk=pk))


def get_carried_out(request, pk):
    """A measure that the viewer carries out, or follows up: 404 for one who does not see it, 403
    for one who only reads the case."""
    found = Measure.objects.visible_to(request.viewer).select_related("plan", "case__unit")
    measure = get_object_or_404(found, pk=pk)
    follows_up = request.viewer.may(Permission.WRITE_CASES, measure.case.held_by_id)
    if not follows_up and not measure.is_carried_out_by(request.user.pk, request.viewer.stands):
        raise PermissionDenied
    speak_of(measure.case.unit)
    return measure


def _writable(request, found):
    if not request.viewer.may(Permission.WRITE_CASES, found.case.held_by_id):
        raise PermissionDenied
    speak_of(found.case.unit)
    return found


def address_of(plan):
    return reverse("measures:plan_of", args=[plan.case_id, plan.pk])


def page_of(measure):
    return reverse("overview:measure", args=[measure.pk])


def form_about(request, plan, form, heading, about=None, note=None):
    context = {"case": (about or plan).case, "form": form, "heading": heading}
    return render(request, "measures/form.html", context | {"about": about, "note": note})


def back_saying_the_day(request, plan, form, made):
    wanted = form.cleaned_data.get("first_evaluation_on")
    if made.first_evaluation_on and wanted and wanted != made.first_evaluation_on:
        say_the_day(request, wanted, made.first_evaluation_on)
    return redirect(address_of(plan))


def say_who_is_missing(request, measure):
    """A measure for those who violate, or who look on, where nobody in the case is known to: the
    plan may say so, and the next step is to find out who it is."""
    now = measure.case.involvements.filter(ends_on=None).values_list("role", flat=True)
    said = {
        "violating": _(
            "“%(measure)s” is for the one who violates, and nobody in the case is known as that. "
            "Write who it is under People, or choose another group."
        ),
        "bystanders": _(
            "“%(measure)s” is for those who look on, and nobody in the case is known to. "
            "Write who they are under People, if you know."
        ),
    }
    for group in rules.groups_without_anybody(measure.target_groups, set(now)):
        messages.warning(request, said[group] % {"measure": measure.title})


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
