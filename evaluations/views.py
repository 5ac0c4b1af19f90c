"""Recording one evaluation."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.kept import posted_or_kept
from common.dates import in_words
from common.views import form_page
from evaluations import rules
from evaluations.actions import record_evaluation, record_shared_evaluation
from evaluations.forms import HOW_SAFE, EvaluationForm, SharedEvaluationForm
from evaluations.sheets import (
    measure_to_evaluate,
    shared_sheet_for,
    shared_to_evaluate,
    sheet_for,
    sheets_of_case,
)
from evaluations.sitting import Sitting
from measures.models import Measure, SharedMeasure
from organisations.law.wording import speak_of
from organisations.roles import Permission

# What the pupil has answered on the page of its own, until the adult saves the form.
SAID = "evaluations.said"
ANSWERS = {code for code, _label in HOW_SAFE} - {"not_asked"}


@form_page
def record(request, pk):
    now, today = timezone.now(), request.viewer.today
    measure = measure_to_evaluate(request.viewer, pk)
    speak_of(measure.case.unit)
    sheet = sheet_for(measure, today)
    if measure.state != Measure.State.RUNNING:
        return render(request, "evaluations/recorded.html", _shown(request, sheet, sheet.last))
    said = request.session.get(SAID, {}).get(str(pk), "")
    form = EvaluationForm(posted_or_kept(request), sheet=sheet, today=today, said=said)
    if evaluation := form.submit(record_evaluation, measure=measure, by=request.user, now=now):
        return _onwards(request, evaluation, form.chosen_on, today, sheet)
    if form.recorded:
        return render(request, "evaluations/recorded.html", _shown(request, sheet, form.recorded))
    context = {"form": form, "sheet": sheet, "today": today}
    return render(request, "evaluations/record.html", context)


@form_page
def ask_pupil(request, pk):
    """The first question alone, on a whole screen: no name, no earlier answer. What is chosen waits
    on the adult's form until the adult saves it."""
    measure = measure_to_evaluate(request.viewer, pk)
    speak_of(measure.case.unit)
    sheet = sheet_for(measure, request.viewer.today)
    said = request.POST.get("said", "")
    nothing = request.method == "POST" and said not in ANSWERS
    if measure.state != Measure.State.RUNNING or not sheet.asks or nothing:
        return redirect("evaluations:record", pk)
    if said in ANSWERS:
        request.session[SAID] = {str(pk): said}
    context = {"measure": measure, "answered": said in ANSWERS, "answers": HOW_SAFE[:5]}
    return render(request, "evaluations/pupil.html", context)


@form_page
def sitting(request, case):
    """All measures of a case that are due, in one sitting: saved one by one, the rest is kept."""
    sheets = sheets_of_case(request.viewer, case)
    if sheets:
        speak_of(sheets[0].measure.case.unit)
    made = Sitting(posted_or_kept(request), sheets=sheets, today=request.viewer.today)
    if request.method == "POST":
        saved = made.save(by=request.user, now=timezone.now())
        if saved:
            said = ngettext("%(n)s evaluation is saved.", "%(n)s evaluations are saved.", saved)
            messages.success(request, said % {"n": saved})
        if not made.left:
            return redirect("overview:today")
    return render(request, "evaluations/sitting.html", {"sitting": made, "case": case})


@form_page
def record_shared(request, pk):
    now, today = timezone.now(), request.viewer.today
    shared = shared_to_evaluate(request.viewer, pk)
    speak_of(shared.unit)
    sheet = shared_sheet_for(shared, today)
    if shared.state != SharedMeasure.State.RUNNING:
        shown = _shown(request, sheet, sheet.last)
        return render(request, "evaluations/shared_recorded.html", shown)
    form = SharedEvaluationForm(posted_or_kept(request), sheet=sheet, today=today)
    if made := form.submit(record_shared_evaluation, shared=shared, by=request.user, now=now):
        messages.success(request, _said(made, form.cleaned_data["next_on"]))
        return redirect("overview:today")
    if form.recorded:
        shown = _shown(request, sheet, form.recorded)
        return render(request, "evaluations/shared_recorded.html", shown)
    context = {"form": form, "sheet": sheet, "today": today}
    return render(request, "evaluations/shared_record.html", context)


def _shown(request, sheet, evaluation):
    return {
        "sheet": sheet,
        "evaluation": evaluation,
        "own": evaluation is not None and evaluation.recorded_by_id == request.user.pk,
    }


def _onwards(request, evaluation, wanted, today, sheet):
    """To the measure itself when it is to be changed, else to the next one that waits."""
    request.session.pop(SAID, None)
    messages.success(request, _said(evaluation, wanted))
    if wanted is None and evaluation.next_on and evaluation.next_on < sheet.proposed.date:
        messages.info(request, _("It is sooner than usual, since the pupil does not feel safe."))
    measure, viewer = evaluation.measure, request.viewer
    may_plan = viewer.may(Permission.WRITE_CASES, at=measure.case.held_by_id)
    if may_plan and evaluation.next == rules.ADJUST:
        return redirect("measures:change", measure.pk)
    if may_plan and evaluation.next == rules.REPLACE:
        return redirect("measures:replace", measure.pk)
    waiting = Measure.objects.visible_to(viewer).of(request.user).to_evaluate(today)
    following = waiting.order_by("evaluate_on", "id").first()
    return redirect("evaluations:record", following.pk) if following else redirect("overview:today")


def _said(evaluation, wanted):
    if evaluation.next_on is None:
        return _("The evaluation is saved. The measure has ended.")
    day = in_words(evaluation.next_on)
    if wanted and wanted != evaluation.next_on:
        return _(
            "The evaluation is saved. The day you chose is not an open day ahead, "
            "so the next evaluation is %(day)s."
        ) % {"day": day}
    return _("The evaluation is saved. The next one is %(day)s.") % {"day": day}
