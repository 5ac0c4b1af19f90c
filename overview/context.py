"""What the frame of every page needs."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.roles import Permission

# Always in its own words, so that it is found by those who read it.
LANGUAGES = (("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English"))
WARNING_MINUTES = 5

# The page, what it is called, and what a role must grant for it to be shown; None: to all.
MY_DAY = "overview:today"  # also of those at PPT who carry out something in a case
MENU: tuple[tuple[str, Any, Permission | None], ...] = (
    (MY_DAY, _("My day"), Permission.TAKE_PART),
    ("cases:list", _("Cases"), Permission.READ_CASES),
    ("cases:new", _("New case"), Permission.OPEN_CASES),
    ("concerns:new", _("Report a concern"), Permission.REPORT_CONCERN),
    ("concerns:list", _("Concerns"), Permission.ANSWER_CONCERNS),
    ("overview:school", _("The school"), Permission.READ_CASES),
    ("ppt:inbox", _("PPT inbox"), Permission.READ_ALERTS),
    ("overview:owner", _("Owner"), Permission.READ_UNPLACED_ALERTS),
    ("notifications:inbox", _("Messages"), None),
    ("pupils:units", _("People and classes"), Permission.EDIT_PUPILS),
    ("organisations:people", _("People and access"), Permission.EDIT_PEOPLE),
    ("organisations:absences", _("Who is away"), Permission.EDIT_ABSENCES),
    ("organisations:calendars", _("Calendar"), Permission.EDIT_CALENDAR),
    ("organisations:settings", _("Settings of the owner"), Permission.EDIT_SETTINGS),
    ("shared:list", _("Shared measures"), Permission.OPEN_CASES),
    ("library:read", _("Library of measures"), None),
)

# Gathered on the page of the school for those who have it: their menu stays on one line.
AT_SCHOOL = frozenset(
    {
        "pupils:units",
        "organisations:people",
        "organisations:absences",
        "organisations:calendars",
        "shared:list",
        "library:read",
    }
)
IN_FOOTER = "library:read"


def frame(request):
    viewer = getattr(request, "viewer", None)
    return {
        "demo": settings.DEMO,
        "languages": LANGUAGES,
        "viewer": viewer,
        "navigation": _navigation(request.path, viewer) if viewer else [],
        "place": request.session.get("place", {}).get("name", "") if viewer else "",
        "session_limits": _session_limits(request.session) if viewer else None,
    }


def pages_of(viewer):
    """The address and the name of each page that the viewer can go to from everywhere."""
    return [(reverse(page), label) for page, label in _open_to(viewer)]


def pages_at_school(viewer):
    """Those of them that are gathered on the page of the school."""
    return [(reverse(page), label) for page, label in _open_to(viewer) if page in AT_SCHOOL]


def _open_to(viewer):
    return [
        (page, label)
        for page, label, needed in MENU
        if needed is None or viewer.may(needed) or page == MY_DAY and viewer.helps
    ]


def _navigation(path, viewer):
    pages = [(reverse(page), page, label) for page, label in _open_to(viewer)]
    # "New case" lies below "Cases": the longest address that fits is where one is.
    fitting = [(len(url), page) for url, page, _label in pages if path.startswith(url)]
    here = max(fitting, default=(0, ""))[1]
    pages = [row for row in pages if row[1] != IN_FOOTER]
    if viewer.may(Permission.READ_CASES):
        pages = [row for row in pages if row[1] not in AT_SCHOOL]
        here = "overview:school" if here in AT_SCHOOL else here
    return [{"url": url, "label": label, "current": page == here} for url, page, label in pages]


def _session_limits(session):
    longest = settings.SESSION_HOURS * 3600
    started = session.get("started", timezone.now().timestamp())
    return {
        "idle": settings.SESSION_IDLE_MINUTES * 60,
        "warning": WARNING_MINUTES * 60,
        "warning_minutes": WARNING_MINUTES,
        "left": int(started + longest - timezone.now().timestamp()),
    }
