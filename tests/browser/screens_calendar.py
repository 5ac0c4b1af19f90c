"""The private calendar: off, the link that is shown once, and on."""

from documents.models import Feed
from documents.rules import digest_of

# Presses on a button, a page that leads on, and what only calendar programs ask for.
NO_PAGE = {
    "calendar:turn_on", "calendar:renew", "calendar:turn_off", "calendar:open", "calendar:feed",
}  # fmt: skip


def calendar_screens(made):
    """Who opens it, its name and its address."""
    Feed.objects.get_or_create(
        person=made.people["miljo"],
        defaults={"digest": digest_of("miljo"), "made_at": made.now},
    )
    yield "laerer", "calendar", "calendar:page"
    yield "laerer", "calendar-link-errors", "calendar:page"
    yield "miljo", "calendar-on", "calendar:page"
    yield "pedagog", "kindergarten-calendar", "calendar:page"
