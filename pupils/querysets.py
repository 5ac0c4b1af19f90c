"""Questions about pupils and groups. All of them within one's own places."""

from datetime import date

from django.db import models
from django.db.models import Q

from organisations.roles import Permission


class PupilQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """Pupils at places where the viewer follows up cases or keeps the lists.

        Staff see none here: a teacher meets pupils' names only through the measures that he or she
        carries out.
        """
        places = viewer.places_where(Permission.READ_CASES) | viewer.places_where(
            Permission.EDIT_PUPILS
        )
        return self.filter(unit__in=places)

    def choosable(self):
        """Pupils for pickers: still at the unit, and without a protected identity."""
        return self.filter(left_on=None, protected=False)

    def by_name(self):
        return self.order_by("sort_key", "id")


class GroupQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """Groups at the viewer's places."""
        return self.filter(
            unit__in=viewer.places_where(Permission.READ_CASES)
            | viewer.places_where(Permission.EDIT_PUPILS)
        )


class PlacementQuerySet(models.QuerySet):
    def current(self, today: date):
        """Placements that hold on the day, both dates included."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=today), starts_on__lte=today)
