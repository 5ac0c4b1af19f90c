"""The PPT desk: alerts to the office, and one of them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases.models import PptAlert
from common.errors import refusal_as_message
from organisations.roles import Permission
from ppt import asked, forms, rules
from ppt.actions import receive_alert
from ppt.models import Note
from ppt.opened import read_by_ppt
from ppt.querysets import colleagues, may_be_given, served_by
from ppt.views.fetch import alerts_of, get_alert, to_alert

ROWS = 50
State = PptAlert.State


@require_safe
def inbox(request):
    viewer, offices = request.viewer, request.viewer.places_where(Permission.READ_ALERTS)
    alerts = alerts_of(viewer)
    tab = request.GET.get("show", "")
    form = forms.FilterForm(request.GET, units=served_by(offices))
    shown = _of_tab(alerts, tab, viewer).filter(**form.asked)
    page = Paginator(shown.for_inbox(), ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "form": form,
        "tab": tab if tab in TABS else "",
        "is_narrowed": bool(form.asked),
        "unseen": [alert for alert in page if alert.state == State.NEW],
        "counts": alerts.counted(viewer.person, viewer.today),
        "people": colleagues(offices, viewer.today),
        "kept": _kept(request),
        "today": viewer.today,
    }
    return render(request, "ppt/inbox.html", context)


TABS = ("new", "received", "mine")


def _of_tab(alerts, tab, viewer):
    if tab == "mine":
        return alerts.not_ended().filter(assigned_to=viewer.person)
    return alerts.owing().filter(state=tab) if tab in ("new", "received") else alerts


def _kept(request):
    """What the address asks for, without the page."""
    asked = request.GET.copy()
    asked.pop("page", None)
    return asked.urlencode()


@require_safe
def detail(request, pk):
    alert, viewer = get_alert(request, pk), request.viewer
    may_answer = viewer.may(Permission.ANSWER_ALERTS, alert.office_id)
    ended = alert.ended_reason == PptAlert.Ended.CASE_ENDED
    people = may_be_given(alert, viewer.today).exclude(pk=alert.assigned_to_id)
    context = {
        "alert": alert,
        "today": viewer.today,
        "verbs": rules.verbs_of(alert.state, case_ended=ended) if may_answer else [],
        "is_mine": alert.assigned_to_id == viewer.person.pk,
        "assign": forms.AssignForm(people=people),
        "answers": alert.answers.select_related("given_by").newest_first(),
        "notes": Note.objects.visible_to(viewer).filter(alert=alert).for_page(),
        "may_write": may_answer,
        "asked": asked.read_by_ppt(alert, now=timezone.now()),
        "opened": read_by_ppt(alert, today=viewer.today, now=timezone.now()),
    }
    return render(request, "ppt/detail.html", context)


@require_POST
def receive(request, pk):
    alert = get_alert(request, pk)
    with refusal_as_message(request):
        receive_alert(alert=alert, by=request.user, now=timezone.now())
        messages.success(request, _("The alert is acknowledged. The school can see it."))
    return to_alert(alert)
