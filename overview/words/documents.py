"""The words of what leaves the system."""

from typing import Any

from django.utils.translation import gettext_lazy as _

OF_DOCUMENTS: dict[str, Any] = {
    "feed.turned_on": _("%(who)s turned on a private calendar."),
    "feed.renewed": _("%(who)s made a new link to a private calendar."),
    "feed.turned_off": _("%(who)s turned off a private calendar."),
}
