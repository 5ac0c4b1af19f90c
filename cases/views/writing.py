"""Writing in one case: an entry in the log, and a step to the next state."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import model_to_dict
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.kept import posted_or_kept
from cases import actions, rules
from cases.forms import EntryForm, StepForm
from cases.models import Case
from cases.steps import BUTTONS, WHAT_HAPPENS
from common.views import form_page
from organisations.roles import Permission

ACTIONS = {
    "investigate": actions.investigate_case,
    "follow_up": actions.follow_up_case,
    "monitor": actions.monitor_case,
    "close": actions.close_case,
    "reopen": actions.reopen_case,
    "void": actions.void_case,
}


@form_page
def write_entry(request, pk, entry=None):
    case = _case(request, pk, Permission.WRITE_CASES)
    corrects = entry and get_object_or_404(case.entries, pk=entry)
    form = EntryForm(
        posted_or_kept(request),
        today=request.viewer.today,
        cancel=case.get_absolute_url(),
        initial=corrects and model_to_dict(corrects, ["kind", "happened_on", "text"]),
    )
    asked = {"case": case, "corrects": corrects}
    if form.submit(actions.write_entry, **asked, by=request.user, now=timezone.now()):
        messages.success(request, _("The entry is saved."))
        return redirect(case)
    return render(request, "cases/entry.html", {"form": form, "case": case, "corrects": corrects})


@form_page
def step(request, pk, verb):
    if verb not in ACTIONS:
        raise Http404
    case = _case(request, pk, rules.permission_of(verb))
    form = StepForm(
        posted_or_kept(request),
        button=BUTTONS[verb],
        needs_reason=verb in actions.NEEDS_REASON,
        cancel=case.get_absolute_url(),
    )
    if verb not in rules.verbs_by_hand(case.state):
        messages.error(request, _("The case has moved on. This step is not possible now."))
        return redirect(case)
    if form.submit(ACTIONS[verb], case=case, by=request.user, now=timezone.now()):
        messages.success(request, _("Done. The log shows the step."))
        return redirect(case)
    context = {"form": form, "case": case, "label": BUTTONS[verb], "what": WHAT_HAPPENS[verb]}
    return render(request, "cases/step.html", context)


def _case(request, pk, permission):
    """404 outside the viewer's scope; 403 for what the role may not do to what it sees."""
    cases = Case.objects.visible_to(request.viewer).select_related("unit")
    case = get_object_or_404(cases, pk=pk)
    if not request.viewer.may(permission, case.held_by_id):
        raise PermissionDenied
    return case
