"""The private calendar: its own page, where its events lead, and what calendar programs fetch."""

from functools import partial

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Person
from accounts.scope import entered
from audit import reading
from common.errors import refusal_as_message
from documents import actions, calendars
from documents.duties import dated_of
from documents.models import Feed, FeedEvent
from documents.rules import COUNTED_FOR, entries_of
from organisations.viewers import Viewer

PLAIN = "text/plain; charset=utf-8"
"""Calendar programs ask, not browsers: their answers are no pages, and set no cookie."""


@require_safe
def page(request):
    own = Feed.objects.visible_to(request.viewer).first()
    return render(request, "documents/calendar.html", {"feed": own})


@require_POST
def turn_on(request):
    return _with_link(request, actions.turn_on_feed)


@require_POST
def renew(request):
    return _with_link(request, actions.renew_feed)


@require_POST
def turn_off(request):
    with refusal_as_message(request):
        actions.turn_off_feed(by=request.user, now=timezone.now())
        messages.success(request, _("The private calendar is off. Its link leads nowhere now."))
    return redirect("calendar:page")


def _with_link(request, make):
    """Shown in this answer alone: the link is not stored."""
    with refusal_as_message(request):
        token = make(by=request.user, now=timezone.now())
        address = settings.SITE_URL + reverse("calendar:feed", args=[token])
        return render(request, "documents/calendar_link.html", {"address": address})
    return redirect("calendar:page")


@require_safe
def open_event(request, pk):
    """From an event to what is to be done. What is done already, or is closed, leads to My day."""
    event = get_object_or_404(FeedEvent.objects.visible_to(request.viewer), pk=pk)
    entries = entries_of(event.feed_id, dated_of(request.viewer))
    return redirect(next((one.url for one in entries if one.uid == pk), "overview:today"))


@login_not_required
@require_safe
def feed(request, token):
    """A wrong link, one that was made anew and one that was turned off look alike."""
    person = Person.objects.filter(pk=Feed.objects.person_of(token), is_active=True).first()
    if person is None:
        return HttpResponse(_("There is no calendar here."), status=404, content_type=PLAIN)
    try:
        body = _sent_to(person, timezone.now())
    except actions.TooOften as refusal:
        later = {"Retry-After": int(COUNTED_FOR.total_seconds())}
        return HttpResponse(refusal, status=429, content_type=PLAIN, headers=later)
    response = HttpResponse(body, content_type=calendars.CONTENT_TYPE)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["Content-Language"] = person.language
    response["Content-Disposition"] = 'inline; filename="tryggspor.ics"'
    return response


def _sent_to(person, now):
    """In that person's scope and language. No log, no calendar: what is read is written down once a
    day, and each time that something is new."""
    today = timezone.localdate(now)
    with translation.override(person.language), entered(person, today) as opened:
        viewer = Viewer.from_scope(person, today, opened)
        with transaction.atomic():
            with reading.noting() as case_ids:
                sent = actions.send_feed(ask=partial(dated_of, viewer), by=person, now=now)
            if sent.is_news and case_ids:
                reading.write(case_ids, person_id=person.pk, page="calendar:feed", now=now)
        return calendars.written(sent.entries, sent.events)
