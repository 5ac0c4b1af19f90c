"""Questions about cases. Everything over case data begins with ``visible_to``."""

from django.db import models
from django.db.models import Q

from cases.rules import OPEN_STATES
from organisations.roles import Permission

# Also in the index that keeps the PPT inbox quick, so the two must stay the same.
UNACKNOWLEDGED_FIRST = models.Case(models.When(state="new", then=0), default=1)


class CaseQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """Cases held where the viewer may read cases, and cases opened to the viewer one by one;
        never a case that the viewer is excluded from."""
        held = Q(held_by__in=viewer.places_where(Permission.READ_CASES))
        return self.filter(held | Q(pk__in=viewer.cases)).exclude(pk__in=viewer.blocked)

    def open(self):
        """Cases that are followed up: neither closed nor wrongly registered."""
        return self.filter(state__in=OPEN_STATES)

    def for_list(self):
        """What one row of the case list shows, newest first."""
        return self.select_related("unit", "alert").order_by("-created_at", "-id")


class CasePartQuerySet(models.QuerySet):
    """Rows that belong to a case: entries, involvements, hearings, safety answers."""

    def visible_to(self, viewer):
        """Rows of the cases that the viewer sees."""
        cases = self.model._meta.get_field("case").related_model.objects.visible_to(viewer)
        return self.filter(case__in=cases)


class CaseAccessQuerySet(CasePartQuerySet):
    def current(self):
        """Grants and exclusions that hold now."""
        return self.filter(ended_at=None)

    def excluding(self, person):
        """Exclusions of the person that hold now."""
        return self.current().filter(person=person, kind="excluded")


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
