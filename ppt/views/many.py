"""Many alerts at once, from the inbox. It works without JavaScript: the page is a form."""

from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from organisations.roles import Permission
from ppt.actions import assign_alerts, receive_alerts
from ppt.querysets import colleagues
from ppt.views.fetch import alerts_of

MOST, SAID = 200, 10
"""Alerts that are taken at once, and refusals that are said."""


@require_POST
def receive(request):
    """Those that are chosen, one alone (its own button), or all that the page showed."""
    found = _chosen(request)
    if found:
        taken = receive_alerts(alerts=found, by=request.user, now=timezone.now())
        _say(request, taken, _received(taken.done))
    return _back(request)


@require_POST
def assign(request):
    """To the one who is chosen, or to oneself."""
    found, to = _chosen(request), _person(request)
    if found and to is None:
        messages.error(request, _("Choose who follows up the alerts you have chosen."))
    elif found:
        taken = assign_alerts(alerts=found, to=to, by=request.user, now=timezone.now())
        _say(request, taken, _given(taken.done, to.name))
    return _back(request)


def _received(done):
    said = ngettext("%(count)s alert is acknowledged.", "%(count)s alerts are acknowledged.", done)
    return said % {"count": done}


def _given(done, name):
    said = ngettext(
        "%(count)s alert is given to %(name)s.", "%(count)s alerts are given to %(name)s.", done
    )
    return said % {"count": done, "name": name}


def _chosen(request):
    """The alerts that the button is about, as many as are there for the one who asks."""
    asked, posted = set(), request.POST
    names = ("only",) if "only" in posted else ("shown",) if "all" in posted else ("alert",)
    for value in posted.getlist(names[0])[:MOST]:
        try:
            asked.add(UUID(value))
        except ValueError:
            continue
    found = list(alerts_of(request.viewer).filter(pk__in=asked))
    if not asked:
        messages.error(request, _("Choose at least one alert."))
    elif len(found) < len(asked):
        messages.warning(request, _("Some of what you chose is not here any more."))
    return found


def _person(request):
    here = colleagues(request.viewer.places_where(Permission.READ_ALERTS), request.viewer.today)
    asked = str(request.user.pk) if "only" in request.POST else request.POST.get("to", "")
    return next((one for one in here if str(one.pk) == asked), None)


def _say(request, taken, done):
    if taken.done:
        messages.success(request, done)
    for number, why in taken.refused[:SAID]:
        messages.warning(request, f"{number}: {why}")
    if (more := len(taken.refused) - SAID) > 0:
        messages.warning(request, _("And %(count)s more.") % {"count": more})
    if taken.missing:
        messages.warning(request, _("Some of what you chose is not here any more."))


def _back(request):
    asked = request.GET.urlencode()
    return redirect(reverse("ppt:inbox") + (f"?{asked}" if asked else ""))
