"""The PPT desk: alerts to the office, and acknowledging them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases.models import PptAlert
from common.errors import refusal_as_message
from organisations.law.wording import speak_of
from organisations.roles import Permission
from ppt.actions import receive_alert

ROWS = 50


@require_safe
def inbox(request):
    only_new = request.GET.get("show") == "new"
    alerts = _alerts(request.viewer)
    alerts = alerts.waiting() if only_new else alerts
    page = Paginator(alerts.for_inbox(), ROWS).get_page(request.GET.get("page"))
    context = {"page": page, "only_new": only_new, "today": request.viewer.today}
    return render(request, "ppt/inbox.html", context)


@require_safe
def detail(request, pk):
    alerts = _alerts(request.viewer).select_related("unit", "office", "received_by")
    alert = get_object_or_404(alerts, pk=pk)
    speak_of(alert.regime)
    may_answer = request.viewer.may(Permission.ANSWER_ALERTS, alert.office_id)
    context = {"alert": alert, "may_answer": may_answer, "today": request.viewer.today}
    return render(request, "ppt/detail.html", context)


@require_POST
def receive(request, pk):
    alert = get_object_or_404(_alerts(request.viewer), pk=pk)
    speak_of(alert.regime)
    with refusal_as_message(request):
        receive_alert(alert=alert, by=request.user, now=timezone.now())
        messages.success(request, _("The alert is acknowledged. The school can see it."))
    return redirect("ppt:detail", pk=alert.pk)


def _alerts(viewer):
    if not viewer.may(Permission.READ_ALERTS):
        raise Http404
    return PptAlert.objects.visible_to(viewer).at_an_office()
