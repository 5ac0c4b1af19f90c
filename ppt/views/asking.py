"""The school asks PPT to take on a measure, and takes it back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.kept import posted_or_kept
from cases.people import known_in
from cases.views.fetch import get_case
from common.forms import ReasonField, ReasonForm
from common.views import form_page, submitted
from organisations.roles import Permission
from ppt import actions, forms


@form_page
def ask_measure(request, pk):
    case = get_case(request, pk, Permission.CLOSE_CASES)
    form = forms.AskMeasureForm(
        posted_or_kept(request),
        measures=case.measures.unfinished().by_time(),
        known=known_in(case, request.user),
        initial={"measure": request.GET.get("measure", "")},
        cancel=_page(case),
    )
    if submitted(request, form, actions.ask_ppt_to_take):
        messages.success(request, _("PPT is asked. You see here who takes it on."))
        return redirect("opened:case", case.pk)
    context = {"case": case, "form": form, "heading": _("Ask PPT to take on a measure")}
    return render(request, "ppt/ask_measure.html", context)


@form_page
def withdraw(request, pk, request_id):
    case = get_case(request, pk, Permission.WRITE_CASES)
    row = get_object_or_404(case.ppt_requests.newest_first(), pk=request_id)
    form = ReasonForm(
        posted_or_kept(request),
        why=ReasonField(missing=_("Write why it is withdrawn."), max_length=1000),
        button=_("Withdraw it from PPT"),
        cancel=_page(case),
    )
    if submitted(request, form, actions.withdraw_request, asked=row):
        messages.success(request, _("It is withdrawn. PPT does not see it any more."))
        return redirect("opened:case", case.pk)
    return render(request, "ppt/withdraw_request.html", {"case": case, "form": form, "row": row})


def _page(case):
    return reverse("opened:case", args=[case.pk])
