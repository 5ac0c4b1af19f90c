"""The page of one case about PPT: help is asked for, parts are opened and closed again."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.kept import posted_or_kept
from cases import actions
from cases.forms.opened import AskForm, OpenForm
from cases.models import PptAlert, PptAnswer
from cases.people import known_in
from cases.views.fetch import get_case
from common.forms import ReasonField, ReasonForm
from common.views import form_page, submitted
from organisations.models import PptService
from organisations.roles import Permission
from ppt.opened import gathered, in_words, tried_in

OPEN, WRITE = Permission.CLOSE_CASES, Permission.WRITE_CASES


@require_safe
def case_page(request, pk):
    case = get_case(request, pk)
    alerts = PptAlert.objects.select_related("office", "received_by", "assigned_to")
    openings = list(case.ppt_openings.with_why(request.viewer.today).newest_first())
    alert = alerts.get(pk=case.alert_id)
    context = {
        "case": case,
        "alert": alert,
        "answers": PptAnswer.objects.filter(alert=case.alert_id)
        .select_related("given_by")
        .newest_first(),
        "openings": openings,
        "requests": _requests(case, alert),
        "may_ask": case.is_open and request.viewer.may(WRITE, case.held_by_id),
        "may_open": case.is_open and request.viewer.may(OPEN, case.held_by_id),
        "may_withdraw": request.viewer.may(WRITE, case.held_by_id),
    }
    return render(request, "ppt/case.html", context)


def _requests(case, alert):
    """What PPT was asked to take on, each with whether it can be taken on now."""
    case.alert = alert
    rows = list(case.ppt_requests.newest_first())
    serving = PptService.objects.office_serving(case.unit) if rows else None
    for row in rows:
        row.case = case
    return [(row, row.stands(serving)) for row in rows]


@form_page
def open_parts(request, pk):
    case = get_case(request, pk, OPEN)
    content = gathered(case, request.viewer.today)
    form = OpenForm(posted_or_kept(request), **_asked(request, case, content))
    if submitted(request, form, actions.open_to_ppt, case=case):
        messages.success(request, _("It is opened. PPT sees what you chose, and nothing else."))
        return redirect("opened:case", case.pk)
    context = {"case": case, "form": form, "parts": in_words(content)}
    return render(request, "ppt/open.html", context)


@form_page
def ask(request, pk):
    case = get_case(request, pk, WRITE)
    if case.alert.office_id is None:
        messages.warning(request, _("No PPT office serves this place. The owner is told."))
        return redirect("opened:case", case.pk)
    may_open = request.viewer.may(OPEN, case.held_by_id)
    content = gathered(case, request.viewer.today)
    asked = _asked(request, case, content)
    form = AskForm(posted_or_kept(request), may_open=may_open, **asked)
    if submitted(request, form, actions.ask_ppt_for_help, case=case):
        messages.success(request, _("PPT is told that you ask for help. They call you."))
        return redirect("opened:case", case.pk)
    parts = in_words(content) if may_open else None
    context = {"case": case, "form": form, "parts": parts}
    return render(request, "ppt/ask.html", context)


@form_page
def withdraw(request, pk, opening):
    case = get_case(request, pk, WRITE)
    row = get_object_or_404(case.ppt_openings.newest_first(), pk=opening)
    form = ReasonForm(
        posted_or_kept(request),
        why=ReasonField(missing=_("Write why it is withdrawn.")),
        button=_("Withdraw it from PPT"),
        cancel=reverse("opened:case", args=[case.pk]),
    )
    if submitted(request, form, actions.withdraw_opening, opening=row):
        messages.success(request, _("It is withdrawn. PPT does not see it any more."))
        return redirect("opened:case", case.pk)
    return render(request, "ppt/withdraw.html", {"case": case, "form": form, "opening": row})


@require_safe
def referral(request, pk):
    """The measures and their effects as a text, to copy into a referral. Nothing is sent."""
    case = get_case(request, pk)
    return render(request, "ppt/referral.html", {"case": case, "lines": tried_in(case)})


def _asked(request, case, content):
    """What both forms know of the case."""
    return {
        "content": content,
        "known": known_in(case, request.user),
        "today": request.viewer.today,
        "cancel": reverse("opened:case", args=[case.pk]),
    }
