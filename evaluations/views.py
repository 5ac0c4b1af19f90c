"""Recording one evaluation."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.kept import posted_or_kept
from cases.models import Case
from cases.querysets import carries_out
from cases.views.fetch import get_case
from cases.views.writing import take_step
from common.dates import in_words
from common.views import form_page, submitted
from evaluations import rules
from evaluations.actions import (
    correct_answer,
    record_evaluation,
    record_shared_evaluation,
    reopen_case,
    review_case,
    write_minutes,
)
from evaluations.forms import (
    HOW_SAFE,
    CorrectionForm,
    EvaluationForm,
    ReviewForm,
    SharedEvaluationForm,
)
from evaluations.models import CaseReview
from evaluations.querysets import people_at_meeting
from evaluations.sheets import (
    measure_to_evaluate,
    reference_in_meeting,
    review_to_write,
    shared_in_meeting,
    shared_newly_evaluated,
    shared_sheet_for,
    shared_to_evaluate,
    sheet_for,
    sheets_of_case,
    sheets_of_meeting,
)
from evaluations.sitting import MinutesForm, Sitting
from measures.models import Measure, SharedMeasure
from organisations.law.wording import speak_of
from organisations.roles import Permission

# What the pupil has answered on the page of its own, until the adult saves the form.
SAID = "evaluations.said"
# Per case: the measures that this person has saved in a meeting, until the minutes are written.
MET = "evaluations.met"
ANSWERS = {code for code, _label in HOW_SAFE} - {"not_asked"}


@form_page
def record(request, pk):
    today = request.viewer.today
    measure = measure_to_evaluate(request.viewer, pk)
    speak_of(measure.case.unit)
    sheet = sheet_for(measure, today)
    said = request.session.get(SAID, {}).get(str(pk), "")
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
        request.session[SAID] = {str(pk): said}
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
        _meet(request, case.pk, made.saved)
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
        met=request.session.get(MET, {}).get(str(case.pk), ()),
    )
    if submitted(request, form, write_minutes, case=case):
        request.session.pop(MET, None)
        messages.success(request, _("The minutes stand in the log."))
        return redirect(case)
    return render(request, "evaluations/minutes.html", {"form": form, "case": case})


@form_page
def review(request, pk):
    review = review_to_write(request.viewer, pk)
    case = review.case
    speak_of(case.unit)
    form = ReviewForm(
        posted_or_kept(request),
        has_county_route=case.has_county_route,
        cancel=case.get_absolute_url(),
    )
    if made := submitted(request, form, review_case, review=review):
        messages.success(request, _("The review is saved."))
        return _after_review(made)
    context = {"form": form, "review": review, "case": case}
    return render(request, "evaluations/review.html", context)


def _after_review(review):
    """To where what was decided is done."""
    if review.plan == CaseReview.Plan.CHANGE:
        return redirect("measures:plan", review.case_id)
    if review.plan == CaseReview.Plan.MONITOR and review.case.state == Case.State.FOLLOW_UP:
        return redirect("cases:step", review.case_id, "monitor")
    return redirect(review.case)


def _save(request, made):
    saved = made.save(by=request.user, now=timezone.now())
    if saved:
        request.session.pop(SAID, None)
        said = ngettext("%(n)s evaluation is saved.", "%(n)s evaluations are saved.", saved)
        messages.success(request, said % {"n": saved})


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
    _meet(request, reference.case_id, [str(reference.pk)])
    return redirect("evaluations:meeting", reference.case_id)


def _meet(request, case, saved):
    met = request.session.get(MET, {}).get(str(case), [])
    request.session[MET] = {str(case): [*met, *saved]}


@form_page
def reopen(request, case):
    return take_step(request, case, "reopen", reopen_case)


def _shown(request, form, evaluation):
    return {
        "sheet": form.sheet,
        "unsaved": form.unsaved if form.is_bound else [],
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
