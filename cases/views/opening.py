"""The end of the sheet: the case is opened, after one more question where the owner is told."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import drop_kept_forms
from accounts.kept import SESSION_KEY
from cases import actions, drafting
from cases.forms import STEPS
from cases.views.fetch import own_draft
from common.errors import ActionError
from common.views import form_page
from organisations.roles import Permission


def open_sheet(request, draft, form):
    """From the last step: to the case, to what is missing, or to the question whether the owner is
    to be told. None when it was refused; then the form says why."""
    sheet = drafting.Sheet.of(draft, request.viewer, form.now)
    if wrong := sheet.first_wrong:
        messages.error(request, _("Something is missing in this step."))
        return redirect(reverse("cases:draft", args=[draft.pk, wrong]) + "?check=1")
    if sheet.tells_the_owner:
        return redirect("cases:confirm_draft", draft.pk)
    try:
        return _opened(request, draft, sheet)
    except ActionError as refusal:
        form.refused(refusal)
        return None


@form_page
def confirm_draft(request, pk):
    """Says who is told, before it is sent."""
    draft = own_draft(request, pk)
    if draft is None:
        return gone(request, pk)
    sheet = drafting.Sheet.of(draft, request.viewer, timezone.now())
    if sheet.first_wrong or not sheet.tells_the_owner:
        return redirect("cases:draft", draft.pk, sheet.first_wrong or STEPS)
    if request.method == "POST":
        try:
            return _opened(request, draft, sheet)
        except ActionError as refusal:
            messages.error(request, str(refusal))
    owner, today = draft.unit.parent, request.viewer.today
    weight = sheet.forms[-1].cleaned_data
    past = draft.unit if weight["about"] == "leader" else None
    context = {
        "draft": draft,
        "summary": sheet.summary(),
        "weight": weight,
        "owner": owner,
        "somebody": drafting.somebody_is_told(owner, request.user, today, past=past),
    }
    return render(request, "cases/new_confirm.html", context)


def gone(request, pk):
    """Sent once more: what the sheet has become."""
    if case := drafting.case_made_of(pk, request.viewer):
        return _to_case(request, case)
    raise Http404


def _opened(request, draft, sheet):
    now = timezone.now()
    case = actions.open_draft(draft=draft, by=request.user, now=now, **sheet.told())
    if request.session.get(SESSION_KEY):
        saving = reverse("cases:save_draft", args=[case.pk])
        drop_kept_forms(path=saving, by=request.user, now=now)
    return _to_case(request, case)


def _to_case(request, case):
    """To the case; to Min dag where the owner answers for it, so that it is out of sight."""
    if request.viewer.may(Permission.READ_CASES, case.held_by_id):
        messages.success(request, _("The case is opened. PPT is alerted, without names."))
        return redirect(case)
    said = _("The case is opened as %(reference)s. The owner answers for it from now on.")
    messages.success(request, said % {"reference": case.reference})
    return redirect("overview:today")
