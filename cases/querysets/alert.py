"""Questions about alerts to PPT."""

from django.db import models
from django.db.models import Q

from organisations.roles import Permission

# Also in the index that keeps the PPT inbox quick, so the two must stay the same.
UNACKNOWLEDGED_FIRST = models.Case(models.When(state="new", then=0), default=1)


class PptAlertQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """Alerts to the viewer's office, and alerts that no office got, at the owner; never the
        alert of a case that the viewer is excluded from. A school sees its answer on the case."""
        offices = viewer.places_where(Permission.READ_ALERTS)
        owners = viewer.places_where(Permission.READ_UNPLACED_ALERTS)
        seen = self.filter(Q(office__in=offices) | Q(office=None, owner__in=owners))
        return seen.exclude(pk__in=viewer.blocked)

    def at_an_office(self):
        """Alerts that lie on somebody's desk."""
        return self.filter(office__isnull=False)

    def unplaced(self):
        """Alerts of units that no office serves: red at the owner."""
        return self.filter(office=None)

    def waiting(self):
        """Nobody at the office has acknowledged them."""
        return self.filter(state="new")

    def for_inbox(self):
        """Unacknowledged first, oldest first (ux 2.11)."""
        return self.select_related("unit").order_by(UNACKNOWLEDGED_FIRST, "created_at", "id")
