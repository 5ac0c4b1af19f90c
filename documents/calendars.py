"""A private calendar as iCalendar text (RFC 5545), written and folded by the package icalendar."""

from collections.abc import Iterable
from datetime import UTC, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from icalendar import Calendar, Event, Timezone

from documents.models import FeedEvent
from documents.rules import Entry

CONTENT_TYPE = "text/calendar; charset=utf-8"
ASK_AGAIN = timedelta(hours=2)

# A calendar must hold something, and programs refuse one that does not. All events are whole days,
# so that the zone is asked for by none of them.
OSLO = """BEGIN:VTIMEZONE
TZID:Europe/Oslo
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19970330T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
END:DAYLIGHT
END:VTIMEZONE
"""


def written(entries: Iterable[Entry], events: Iterable[FeedEvent]) -> bytes:
    """The whole calendar: each event that was told, as it is now or as cancelled."""
    calendar = Calendar()
    calendar.add("prodid", "-//Tryggspor//Tryggspor//EN")
    calendar.add("version", "2.0")
    for name in ("name", "x-wr-calname"):
        calendar.add(name, "Tryggspor")
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT2H")
    told = {entry.uid: entry for entry in entries}
    for event in sorted(events, key=lambda event: (event.day, str(event.pk))):
        calendar.add_component(_event(event, told.get(event.pk)))
    if not calendar.subcomponents:
        calendar.add_component(Timezone.from_ical(OSLO))
    return calendar.to_ical()


def _event(event: FeedEvent, entry: Entry | None) -> Event:
    """One whole day that takes nobody's time. Of what is gone nothing is said but that: it may have
    been done, moved, or closed to the one whose calendar it is."""
    made = Event()
    made.add("uid", str(event.pk))
    made.add("dtstamp", event.changed_at.astimezone(UTC))
    made.add("last-modified", event.changed_at.astimezone(UTC))
    made.add("sequence", event.sequence)
    made.add("dtstart", event.day)
    made.add("dtend", event.day + timedelta(days=1))
    made.add("class", "PRIVATE")
    made.add("transp", "TRANSPARENT")
    if entry is None:
        made.add("status", "CANCELLED")
        made.add("summary", pgettext("calendar", "Cancelled"))
        return made
    address = settings.SITE_URL + reverse("calendar:open", args=[event.pk])
    made.add("status", "CONFIRMED")
    made.add("summary", entry.title)
    told = _("Sign in to see what it is about.")
    made.add("description", f"{told}\n{address}")
    made.add("url", address)
    return made
