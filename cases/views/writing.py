"""Writing in one case: an entry in the log, and a step to the next state."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import model_to_dict
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.kept import page_of, posted_or_kept
from cases import actions, rules
from cases.forms import EntryForm, StepForm
from cases.forms.fields import LAW_NOTE
from cases.steps import BUTTONS, last_answers, lasts_unsafe, needs_no_plan, what_happens
from cases.views.fetch import get_case
from common.forms import ReasonField, ReasonForm
from common.views import form_page, submitted
from organisations.roles import Permission

# Closing asks for more, and has a page of its own. Reopening moves reviews, which are known above.
ACTIONS = {
    "investigate": actions.investigate_case,
    "follow_up": actions.follow_up_case,
    "monitor": actions.monitor_case,
    "void": actions.void_case,
}
WITH_REASON = ("reopen", "void")


@form_page
def write_entry(request, pk, entry=None):
    case = get_case(request, pk, Permission.WRITE_CASES)
    corrects = entry and get_object_or_404(case.entries, pk=entry)
    form = EntryForm(
        posted_or_kept(request),
        today=request.viewer.today,
        cancel=case.get_absolute_url(),
        corrects=corrects,
        initial=corrects and model_to_dict(corrects, ["kind", "happened_on", "text"]),
    )
    if submitted(request, form, actions.write_entry, case=case, corrects=corrects):
        messages.success(request, _("The entry is saved."))
        return redirect(case)
    return render(request, "cases/entry.html", {"form": form, "case": case, "corrects": corrects})


@form_page
def withdraw_entry(request, pk, entry):
    """With a press on Undo the form is sent as it is; by itself it asks why."""
    case = get_case(request, pk, Permission.WRITE_CASES)
    row = get_object_or_404(case.entries, pk=entry)
    row.case = case
    is_own = row.written_by_id == request.user.pk
    if not is_own and not request.viewer.may(Permission.CLOSE_CASES, case.held_by_id):
        raise PermissionDenied
    log = reverse("overview:log", args=[case.pk])
    why = ReasonField(
        label=_("Why is it taken back?"),
        missing=_("Write why the entry is taken back."),
        help_text=LAW_NOTE,
        required=not is_own,
    )
    button = _("Take the entry back")
    form = ReasonForm(posted_or_kept(request), why=why, button=button, cancel=log)
    if submitted(request, form, actions.withdraw_entry, entry=row):
        messages.success(request, _("The entry is taken back. It can still be read."))
        here = page_of(request)
        return redirect(log if here == request.path else here)
    return render(request, "cases/withdraw.html", {"form": form, "case": case, "entry": row})


@form_page
def step(request, pk, verb):
    if verb not in ACTIONS:
        raise Http404
    return take_step(request, pk, verb, ACTIONS[verb])


def take_step(request, pk, verb, action):
    """The page of one step, and what pressing its button does."""
    case = get_case(request, pk, rules.permission_of(verb))
    is_unsafe = lasts_unsafe(case, verb)
    form = StepForm(
        posted_or_kept(request),
        button=BUTTONS[verb],
        needs_reason=verb in WITH_REASON or needs_no_plan(case, verb) or is_unsafe,
        cancel=case.get_absolute_url(),
    )
    if verb not in rules.verbs_by_hand(case.state):
        messages.error(request, _("The case has moved on. This step is not possible now."))
        return redirect(case)
    if submitted(request, form, action, case=case):
        messages.success(request, _("Done. The log shows the step."))
        return redirect(case)
    context = {"form": form, "case": case, "heading": BUTTONS[verb]}
    context |= {"is_unsafe": is_unsafe, "answers": last_answers(case, verb)}
    return render(request, "cases/step.html", context | {"what": what_happens(case, verb)})
