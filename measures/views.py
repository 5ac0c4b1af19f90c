"""The plan, and what is done with it. A teacher has no plan page: a measure is met on My day."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.kept import posted_or_kept
from cases.models import Involvement
from cases.views.fetch import get_case
from common.dates import in_words
from common.errors import refusal_as_message
from common.views import form_page
from measures import actions, forms
from measures.cards import Board
from measures.models import Measure, Plan
from measures.querysets import people_who_may_carry_out
from measures.sheet import Sheet
from organisations.law.wording import speak_of
from organisations.roles import Permission


@require_safe
def plan(request, case, pk=None):
    """The only plan of the case, the chosen one, or where one is started."""
    case = get_case(request, case)
    plans = list(Plan.objects.visible_to(request.viewer).filter(case=case).for_page())
    shown = next((found for found in plans if pk in (None, found.pk)), None)
    if pk and shown is None:
        raise Http404
    exposed = case.involvements.filter(role=Involvement.Role.EXPOSED, ends_on=None)
    owners = {found.about_id for found in plans}
    context = {
        "case": case,
        "plan": shown,
        "others": [found for found in plans if found != shown],
        "without_plan": [one for one in exposed.select_related("pupil") if one.pk not in owners],
        "may_write": case.is_open and request.viewer.may(Permission.WRITE_CASES, case.held_by_id),
        "form": None,
    }
    if shown:
        shown.case = case
        context |= _board(shown, request.viewer.today)
    return render(request, "measures/plan.html", context)


@require_POST
def start_plan(request, case):
    case = get_case(request, case)
    chosen = request.POST.get("about", "")
    about = next((one for one in case.involvements.all() if str(one.pk) == chosen), None)
    asked = {"case": case, "about": about, "by": request.user, "now": timezone.now()}
    with refusal_as_message(request):
        return redirect("measures:write", actions.start_plan(**asked).pk)
    return redirect("measures:plan", case.pk)


@form_page
def write(request, pk):
    plan = _plan(request, pk)
    form = forms.PlanForm(
        posted_or_kept(request), plan=plan, cancel=_address(plan), today=request.viewer.today
    )
    if form.submit(actions.write_plan, plan=plan, by=request.user, now=timezone.now()):
        messages.success(request, _("The text is saved."))
        return redirect(_address(plan))
    return _form(request, plan, form, _("What the plan is for"))


@form_page
def add(request, pk):
    plan = _plan(request, pk)
    sheet = Sheet(plan, request.viewer.today)
    start = forms.starting_points(
        sheet, beside=request.GET.get("with", ""), following=request.GET.get("after", "")
    )
    form = forms.MeasureForm(
        posted_or_kept(request),
        sheet=sheet,
        people=people_who_may_carry_out(plan.case, request.viewer.today),
        initial=start,
        cancel=_address(plan),
    )
    if made := form.submit(actions.add_measure, plan=plan, by=request.user, now=timezone.now()):
        messages.success(request, _("The measure is added to the plan."))
        return _back_saying_the_day(request, plan, form, made)
    return _form(request, plan, form, _("Add a measure"))


@form_page
def change(request, pk):
    measure = _measure(request, pk)
    sheet = Sheet(measure.plan, request.viewer.today)
    form = forms.MeasureForm(
        posted_or_kept(request),
        sheet=sheet,
        measure=measure,
        people=people_who_may_carry_out(measure.case, request.viewer.today),
        cancel=_address(measure.plan),
    )
    asked = {"measure": measure, "by": request.user, "now": timezone.now()}
    if made := form.submit(actions.change_measure, **asked):
        messages.success(request, _("The measure is saved."))
        return _back_saying_the_day(request, measure.plan, form, made)
    return _form(request, measure.plan, form, _("Change the measure"))


@form_page
def complete(request, pk):
    plan = _plan(request, pk)
    board = Board(Sheet(plan, request.viewer.today))
    form = forms.CompleteForm(
        posted_or_kept(request),
        is_first=plan.state == Plan.State.DRAFT,
        cancel=_address(plan),
        today=request.viewer.today,
    )
    if form.submit(actions.complete_plan, plan=plan, by=request.user, now=timezone.now()):
        messages.success(request, _("The plan is complete. The measures start on their dates."))
        return redirect(_address(plan))
    context = {"plan": plan, "board": board, "form": form}
    return render(request, "measures/complete.html", context)


@require_POST
def start(request, pk):
    measure = _measure(request, pk)
    with refusal_as_message(request):
        begun = actions.start_measure(measure=measure, by=request.user, now=timezone.now())
        said = _("The measure has started. It is evaluated on %(day)s.")
        messages.success(request, said % {"day": in_words(begun.evaluate_on)})
    return redirect(_address(measure.plan))


@form_page
def stop(request, pk):
    measure = _measure(request, pk)
    form = forms.StopForm(
        posted_or_kept(request), cancel=_address(measure.plan), today=request.viewer.today
    )
    if form.submit(actions.stop_measure, measure=measure, by=request.user, now=timezone.now()):
        messages.success(request, _("The measure has ended."))
        return redirect(_address(measure.plan))
    return _form(request, measure.plan, form, _("Stop the measure"), about=measure)


@form_page
def evaluation_date(request, pk):
    measure = _measure(request, pk)
    sheet = Sheet(measure.plan, request.viewer.today)
    form = forms.EvaluationDateForm(
        posted_or_kept(request), sheet=sheet, measure=measure, cancel=_address(measure.plan)
    )
    asked = {"measure": measure, "by": request.user, "now": timezone.now()}
    if day := form.submit(actions.choose_evaluation_date, **asked):
        _say_the_day(request, form.chosen, day.date)
        return redirect(_address(measure.plan))
    return _form(request, measure.plan, form, _("Change the evaluation date"), about=measure)


def _plan(request, pk):
    """A plan that the viewer may write: 404 for one who does not see it, 403 for one who does."""
    found = Plan.objects.visible_to(request.viewer).select_related(
        "case__unit", "case__held_by", "about__pupil"
    )
    return _writable(request, get_object_or_404(found, pk=pk))


def _measure(request, pk):
    found = Measure.objects.visible_to(request.viewer).select_related(
        "plan__case__unit", "plan__case__held_by", "case__unit", "case__held_by", "responsible"
    )
    return _writable(request, get_object_or_404(found, pk=pk))


def _writable(request, found):
    if not request.viewer.may(Permission.WRITE_CASES, found.case.held_by_id):
        raise PermissionDenied
    speak_of(found.case.unit)
    return found


def _address(plan):
    return reverse("measures:plan_of", args=[plan.case_id, plan.pk])


def _board(plan, today):
    sheet = Sheet(plan, today)
    latest = plan.versions.order_by("-number").first()
    changed = latest is not None and sheet.has_changed_since(latest)
    return {"board": Board(sheet), "sheet": sheet, "latest": latest, "changed": changed}


def _form(request, plan, form, heading, about=None):
    context = {"plan": plan, "form": form, "heading": heading, "about": about}
    return render(request, "measures/form.html", context)


def _back_saying_the_day(request, plan, form, made):
    wanted = form.cleaned_data.get("first_evaluation_on")
    if made.first_evaluation_on and wanted and wanted != made.first_evaluation_on:
        _say_the_day(request, wanted, made.first_evaluation_on)
    return redirect(_address(plan))


def _say_the_day(request, wanted, became):
    if wanted == became:
        said = _("The measure is evaluated on %(day)s.") % {"day": in_words(became)}
        messages.success(request, said)
        return
    messages.warning(
        request,
        _("%(wanted)s is not an open day. The measure is evaluated on %(day)s instead.")
        % {"wanted": in_words(wanted), "day": in_words(became)},
    )
