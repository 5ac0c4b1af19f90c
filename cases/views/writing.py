"""Writing in one case: an entry in the log, and a step to the next state."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.kept import posted_or_kept
from cases import actions, rules
from cases.forms import EntryForm, StepForm
from cases.models import Case
from cases.steps import BUTTONS
from cases.views.doing import done
from organisations.roles import Permission

ACTIONS = {
    "investigate": actions.investigate_case,
    "follow_up": actions.follow_up_case,
    "monitor": actions.monitor_case,
    "close": actions.close_case,
    "reopen": actions.reopen_case,
    "void": actions.void_case,
}
WHAT_HAPPENS = {
    "investigate": gettext_lazy("The log will say that you have begun to look into it."),
    "follow_up": gettext_lazy("The case is followed up again, with the plan it has."),
    "monitor": gettext_lazy("The child has it safe now, and you go on looking."),
    "close": gettext_lazy(
        "Close when the child has it safe and good, not because the plan is done."
    ),
    "reopen": gettext_lazy("The case goes on under the same reference."),
    "void": gettext_lazy(
        "Only for what was registered by mistake. The case stays, with the reason."
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def write_entry(request, pk, entry=None):
    case = _case(request, pk, Permission.WRITE_CASES)
    corrects = entry and get_object_or_404(case.entries, pk=entry)
    now = timezone.now()
    form = EntryForm(
        posted_or_kept(request),
        today=timezone.localdate(now),
        cancel=case.get_absolute_url(),
        initial=_of(corrects),
    )
    if done(request, form, actions.write_entry, case=case, now=now, corrects=corrects):
        messages.success(request, _("The entry is saved."))
        return redirect(case)
    return render(request, "cases/entry.html", {"form": form, "case": case, "corrects": corrects})


@require_http_methods(["GET", "HEAD", "POST"])
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
    if done(request, form, ACTIONS[verb], case=case, now=timezone.now()):
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


def _of(corrected):
    if corrected is None:
        return None
    return {
        "kind": corrected.kind, "happened_on": corrected.happened_on, "text": corrected.text,
    }  # fmt: skip
