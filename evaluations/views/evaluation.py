"""Recording one evaluation."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.kept import posted_or_kept
from cases.querysets import carries_out
from common.dates import in_words
from common.views import form_page, submitted
from evaluations import rules
from evaluations.actions import correct_answer, record_evaluation, record_shared_evaluation
from evaluations.forms import HOW_SAFE, CorrectionForm, EvaluationForm, SharedEvaluationForm
from evaluations.sheets import (
    measure_to_evaluate,
    reference_in_meeting,
    shared_sheet_for,
    shared_to_evaluate,
    sheet_for,
)
from evaluations.views.remembered import (
    forget_said,
    remember_met,
    remember_said,
    said_by_pupil,
)
from measures.models import Measure, SharedMeasure
from organisations.law.wording import speak_of
from organisations.roles import Permission

ANSWERS = {code for code, _label in HOW_SAFE} - {"not_asked"}


@form_page
def record(request, pk):
    today = request.viewer.today
    measure = measure_to_evaluate(request.viewer, pk)
    speak_of(measure.case.unit)
    sheet = sheet_for(measure, today)
    said = said_by_pupil(request, pk)
    form = EvaluationForm(posted_or_kept(request), sheet=sheet, today=today, said=said)
    if measure.state != Measure.State.RUNNING:
        shown = _shown(request, form, form.answered)
        return render(request, "evaluations/recorded.html", shown)
    if evaluation := submitted(request, form, record_evaluation, measure=measure):
        return _onwards(request, evaluation, form.chosen_on, today, sheet)
    if form.recorded:
        return render(request, "evaluations/recorded.html", _shown(request, form, form.recorded))
    context = {"form": form, "sheet": form.sheet, "today": today}
    context["may_ask_ppt"] = request.viewer.may(Permission.WRITE_CASES, measure.case.held_by_id)
    context["own_answer"] = sheet.corrected_by(request.user)
    return render(request, "evaluations/record.html", context)


@form_page
def ask_pupil(request, pk):
    """The first question alone, on a whole screen: no name, no earlier answer. What is chosen waits
    on the adult's form until the adult saves it."""
    measure = measure_to_evaluate(request.viewer, pk)
    speak_of(measure.case.unit)
    sheet = sheet_for(measure, request.viewer.today)
    said = request.POST.get("said", "")
    # What the pupil says now is kept, also where somebody has written another answer meanwhile.
    asks = sheet.about and said in ANSWERS if request.method == "POST" else sheet.asks
    if measure.state != Measure.State.RUNNING or not asks:
        return redirect("evaluations:record", pk)
    if said in ANSWERS:
        remember_said(request, pk, said)
    context = {"measure": measure, "answered": said in ANSWERS, "answers": HOW_SAFE[:5]}
    return render(request, "evaluations/pupil.html", context)


@form_page
def correct(request, pk):
    """Whoever wrote down the newest answer about the pupil sets it right."""
    measure = measure_to_evaluate(request.viewer, pk)
    speak_of(measure.case.unit)
    sheet = sheet_for(measure, request.viewer.today)
    answer, typed = sheet.corrected_by(request.user), posted_or_kept(request)
    nothing = _("There is no answer of yours to correct here.")
    # What somebody has written is shown again with why it is not saved.
    if typed is None and (answer is None or not measure.case.is_open):
        messages.error(request, nothing)
        return redirect("overview:measure", pk)
    initial = {"answered_by": answer.answered_by if answer else sheet.voice}
    back = reverse("overview:measure", args=[pk])
    form = CorrectionForm(typed, initial=initial, cancel=back)
    if answer is None:
        form.is_valid()
        form.add_error(None, nothing)
    elif submitted(request, form, correct_answer, answer=answer):
        messages.success(request, _("The answer is corrected. The log keeps what stood."))
        return redirect(back)
    context = {"form": form, "sheet": sheet, "answer": answer}
    return render(request, "evaluations/correct.html", context)


@form_page
def record_shared(request, pk):
    today = request.viewer.today
    shared = shared_to_evaluate(request.viewer, pk)
    speak_of(shared.unit)
    sheet = shared_sheet_for(shared, today)
    form = SharedEvaluationForm(posted_or_kept(request), sheet=sheet, today=today)
    if shared.state != SharedMeasure.State.RUNNING:
        shown = _shown(request, form, form.answered)
        return render(request, "evaluations/shared_recorded.html", shown)
    if made := submitted(request, form, record_shared_evaluation, shared=shared):
        messages.success(request, _said(made, form.cleaned_data["next_on"]))
        return _after_shared(request, shared)
    if form.recorded:
        shown = _shown(request, form, form.recorded)
        return render(request, "evaluations/shared_recorded.html", shown)
    context = {"form": form, "sheet": sheet, "today": today}
    return render(request, "evaluations/shared_record.html", context)


def _after_shared(request, shared):
    """Back to the meeting from which it was opened, where it then is among what was evaluated."""
    asked = request.GET.get("meeting", "")
    reference = reference_in_meeting(request.viewer, shared, asked) if asked else None
    if reference is None:
        return redirect("overview:today")
    remember_met(request, reference.case_id, [str(reference.pk)])
    return redirect("evaluations:meeting", reference.case_id)


def _shown(request, form, evaluation):
    return {
        "sheet": form.sheet,
        "unsaved": form.unsaved if form.is_bound else [],
        "evaluation": evaluation,
        "own": evaluation is not None and evaluation.recorded_by_id == request.user.pk,
    }


def _onwards(request, evaluation, wanted, today, sheet):
    """To the measure itself when it is to be changed, else to the next one that waits."""
    forget_said(request)
    messages.success(request, _said(evaluation, wanted))
    if wanted is None and evaluation.next_on and evaluation.next_on < sheet.proposed.date:
        messages.info(request, _("It is sooner than usual, since the pupil does not feel safe."))
    measure, viewer = evaluation.measure, request.viewer
    may_plan = viewer.may(Permission.WRITE_CASES, at=measure.case.held_by_id)
    if may_plan and evaluation.next == rules.ADJUST:
        return redirect("measures:change", measure.pk)
    if may_plan and evaluation.next == rules.REPLACE:
        return redirect("measures:replace", measure.pk)
    own = Measure.objects.visible_to(viewer).filter(carries_out(viewer, "responsible", "deputy"))
    following = own.to_evaluate(today).order_by("evaluate_on", "id").first()
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
