"""Measures of a plan: added, changed, started, stopped."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.kept import posted_or_kept
from common.dates import in_words
from common.errors import refusal_as_message
from common.forms import ReasonForm
from common.views import form_page, submitted
from measures import actions, forms
from measures.querysets import people_who_may_carry_out
from measures.sheet import Sheet
from measures.views.fetch import (
    address_of,
    back_saying_the_day,
    form_about,
    get_measure,
    get_plan,
    say_the_day,
    say_who_is_missing,
)
from measures.views.library import note_about, note_of, picked


@form_page
def add(request, pk):
    plan = get_plan(request, pk)
    sheet = Sheet(plan, request.viewer.today)
    data = posted_or_kept(request)
    entry = picked(data, request, plan.case.unit)
    form = forms.MeasureForm(
        data,
        sheet=sheet,
        people=people_who_may_carry_out(plan.case, request.viewer.today),
        initial=_beginning(request, sheet, entry),
        cancel=address_of(plan),
    )
    if made := submitted(request, form, actions.add_measure, plan=plan):
        messages.success(request, _("The measure is added to the plan."))
        say_who_is_missing(request, made)
        return back_saying_the_day(request, plan, form, made)
    note = note_of(entry, plan.case.unit)
    return form_about(request, plan, form, _("Add a measure"), note=note)


def _beginning(request, sheet, entry):
    start = forms.starting_points(
        sheet,
        beside=request.GET.get("with", ""),
        following=request.GET.get("after", ""),
        toward=request.GET.get("for", ""),
    )
    return forms.from_library(entry, sheet, start) if entry else start


@form_page
def change(request, pk):
    measure = get_measure(request, pk)
    sheet = Sheet(measure.plan, request.viewer.today)
    form = forms.MeasureForm(
        posted_or_kept(request),
        sheet=sheet,
        measure=measure,
        people=people_who_may_carry_out(measure.case, request.viewer.today),
        cancel=address_of(measure.plan),
    )
    if made := submitted(request, form, actions.change_measure, measure=measure):
        messages.success(request, _("The measure is saved."))
        say_who_is_missing(request, made)
        return back_saying_the_day(request, measure.plan, form, made)
    note = note_about(measure, measure.case.unit, as_library=measure.pk in sheet.as_library)
    return form_about(request, measure.plan, form, _("Change the measure"), note=note)


@require_POST
def start(request, pk):
    measure = get_measure(request, pk)
    with refusal_as_message(request):
        begun = actions.start_measure(measure=measure, by=request.user, now=timezone.now())
        said = _("The measure has started. It is evaluated on %(day)s.")
        messages.success(request, said % {"day": in_words(begun.evaluate_on)})
    return redirect(address_of(measure.plan))


@form_page
def stop(request, pk):
    measure = get_measure(request, pk)
    form = ReasonForm(
        posted_or_kept(request),
        why=forms.why_stopped(at_its_end=measure.is_at_its_end(request.viewer.today)),
        button=_("Stop the measure"),
        cancel=address_of(measure.plan),
    )
    if submitted(request, form, actions.stop_measure, measure=measure):
        messages.success(request, _("The measure has ended."))
        return redirect(address_of(measure.plan))
    return form_about(request, measure.plan, form, _("Stop the measure"), about=measure)


@form_page
def evaluation_date(request, pk):
    measure = get_measure(request, pk)
    sheet = Sheet(measure.plan, request.viewer.today)
    form = forms.EvaluationDateForm(
        posted_or_kept(request), sheet=sheet, measure=measure, cancel=address_of(measure.plan)
    )
    if day := submitted(request, form, actions.choose_evaluation_date, measure=measure):
        say_the_day(request, form.chosen, day.date)
        return redirect(address_of(measure.plan))
    return form_about(request, measure.plan, form, _("Change the evaluation date"), about=measure)
