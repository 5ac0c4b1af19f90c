"""Questions about places and memberships. They hold no case data: every person may ask."""

from datetime import date

from django.db import models
from django.db.models import Q

from organisations.roles import Permission, roles_with


class OrganisationQuerySet(models.QuerySet):
    def units(self):
        """Schools and kindergartens."""
        return self.filter(kind__in=["school", "kindergarten"])

    def with_calendars_for(self, viewer):
        """Owners and units whose calendar the viewer reads: own places, their owner, its units."""
        own = {place for _role, place in viewer.roles}
        owners = self.model.objects.units().filter(pk__in=own).values("parent")
        seen = self.filter(Q(pk__in=own) | Q(parent__in=own) | Q(pk__in=owners))
        return seen.exclude(kind="ppt")


class PptServiceQuerySet(models.QuerySet):
    def office_serving(self, unit):
        """The PPT office that serves the unit: its own, else its owner's, else None."""
        rows = self.filter(serves__in=[unit.pk, unit.owner_id]).select_related("office")
        return next(
            (row.office for row in sorted(rows, key=lambda row: row.serves_id != unit.pk)), None
        )


class MembershipQuerySet(models.QuerySet):
    def current(self, today: date):
        """Memberships that hold on the day, first and last day included."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=today), starts_on__lte=today)

    def granting(self, permission: Permission):
        """Memberships whose role grants the permission."""
        return self.filter(role__in=roles_with(permission))

    def at(self, organisation):
        return self.filter(organisation=organisation)
