"""How it was looked into, and what is best for the child."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.kept import posted_or_kept
from cases import actions
from cases.forms.family import BestInterestsForm
from cases.forms.investigation import InvestigationForm
from cases.models import Case
from cases.views.fetch import get_case
from cases.views.rows import WRITE, form_about
from common.views import form_page, submitted


@require_safe
def investigation(request, pk):
    case = get_case(request, pk)
    texts = list(case.investigations.newest_first())
    notes = case.best_interests.select_related("written_by").order_by("-written_at", "-id")
    may_write = request.viewer.may(WRITE, case.held_by_id)
    context = {
        "case": case,
        "stands": texts[0] if texts else None,
        "earlier": texts[1:],
        "notes": notes,
        "may_write": may_write and case.is_open,
        "may_start": may_write and case.state == Case.State.REPORTED,
    }
    return render(request, "cases/investigation.html", context)


@form_page
def write_investigation(request, pk):
    case = get_case(request, pk, WRITE)
    page = reverse("cases:investigation", args=[case.pk])
    form = InvestigationForm(
        posted_or_kept(request),
        stands=case.investigations.standing(),
        today=request.viewer.today,
        cancel=page,
    )
    if form.keeps_theirs:
        messages.info(request, _("What was saved stands. Your text is not saved."))
        return redirect(page)
    if submitted(request, form, actions.write_investigation, case=case):
        messages.success(request, _("The investigation is saved. Earlier texts are kept."))
        return redirect(page)
    return render(request, "cases/write_investigation.html", {"case": case, "form": form})


@form_page
def write_best_interests(request, pk):
    case = get_case(request, pk, WRITE)
    page = reverse("cases:investigation", args=[case.pk])
    form = BestInterestsForm(posted_or_kept(request), today=request.viewer.today, cancel=page)
    if submitted(request, form, actions.write_best_interests, case=case):
        messages.success(request, _("The assessment is saved."))
        return redirect(page)
    return form_about(request, form, _("What is best for the child"), case)
