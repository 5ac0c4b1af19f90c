"""Questions about places and memberships. They hold no case data: every person may ask."""

from datetime import date

from django.db import models
from django.db.models import Count, F, OuterRef, Q

from organisations.roles import Permission, roles_with


class OrganisationQuerySet(models.QuerySet):
    def units(self):
        """Schools and kindergartens."""
        return self.filter(kind__in=["school", "kindergarten"])

    def unserved(self):
        """Those that no PPT office serves, neither by themselves nor through their owner."""
        return self.filter(ppt_service=None, parent__ppt_service=None)

    def owners_served_by(self, office):
        """The owners of whom a PPT office serves all units, or some."""
        through = Q(ppt_service__office=office) | Q(children__ppt_service__office=office)
        return self.filter(through, kind="owner").distinct()

    def with_calendars_for(self, viewer):
        """Owners and units whose calendar the viewer reads: own places, their owner, its units."""
        own = {place for _role, place in viewer.roles}
        owners = self.model.objects.units().filter(pk__in=own).values("parent")
        seen = self.filter(Q(pk__in=own) | Q(parent__in=own) | Q(pk__in=owners))
        return seen.exclude(kind="ppt")

    def with_people_for(self, viewer):
        """Places whose people the viewer reads: a unit, or an owner with all that lies under it."""
        own = viewer.places_where(Permission.EDIT_PEOPLE)
        return self.filter(Q(pk__in=own) | Q(parent__in=own)).select_related("parent")

    def with_absences_for(self, viewer):
        """Places where the viewer says who is away: units, and owners, who answer for cases."""
        return self.filter(pk__in=viewer.places_where(Permission.EDIT_ABSENCES))

    def with_headcount(self, today: date):
        """Each place with the number of people who have a role there on the day, and of those to
        whom e-mail comes back."""
        holds = Q(memberships__starts_on__lte=today) & (
            Q(memberships__ends_on=None) | Q(memberships__ends_on__gte=today)
        )
        active = Q(memberships__person__is_active=True)
        back = Q(memberships__person__mail_returned_at__isnull=False)
        return self.annotate(
            people=Count("memberships__person", filter=holds & active, distinct=True),
            mail_returned=Count("memberships__person", filter=holds & active & back, distinct=True),
        )


class PptServiceQuerySet(models.QuerySet):
    def serving(self, unit):
        """The one row that says who serves the unit (an id): its own, else its owner's."""
        rows = self.filter(Q(serves=unit) | Q(serves__children=unit))
        # An owner has nothing above it, so the unit's own row comes first.
        return rows.order_by(F("serves__parent").asc(nulls_last=True))

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

    def not_over(self, today: date):
        """Memberships that hold on the day or begin later. What was taken back never held."""
        return self.exclude(Q(ends_on__lt=today) | Q(ends_on__lt=F("starts_on")))

    def granting(self, permission: Permission):
        """Memberships whose role grants the permission."""
        return self.filter(role__in=roles_with(permission))

    def at(self, organisation):
        return self.filter(organisation=organisation)


class AbsenceQuerySet(models.QuerySet):
    def at(self, organisation):
        return self.filter(organisation=organisation)

    def current(self, today: date | OuterRef):
        """Who is away on the day, which may be one of the row that asks."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=today), starts_on__lte=today)

    def stood_in_by(self, person, today: date):
        """For whom the person stands in on the day, each with the place. One query."""
        rows = self.current(today).filter(substitute=person)
        return frozenset(rows.values_list("person", "organisation"))

    def to_come(self, today: date):
        """Absences of the day and later ones; none that was taken back before it began."""
        lasting = Q(ends_on=None) | Q(ends_on__gte=today) & Q(ends_on__gte=F("starts_on"))
        return self.filter(lasting)
