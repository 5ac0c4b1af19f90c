"""Who works where, as what, and from when to when."""

import uuid
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from organisations.models.places import Organisation
from organisations.querysets import AbsenceQuerySet, MembershipQuerySet
from organisations.roles import Role


class Membership(models.Model):
    """A role at a place between two dates, both included. Never deleted: it is ended. One that is
    taken back before it began ends the day before its first, and so never held."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=24, choices=Role)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    # Empty where the system did it.
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on") - timedelta(days=1)),
                name="membership_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["person", "organisation", "role"],
                condition=Q(ends_on=None),
                name="membership_one_open_per_role",
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()}, {self.organisation}"

    def is_over(self, today: date) -> bool:
        """Its last day has passed, or it was taken back before its first."""
        return self.ends_on is not None and self.ends_on < max(today, self.starts_on)


class Absence(models.Model):
    """Somebody is away from a place between two dates, both included; a substitute may do the
    work meanwhile. It says nothing of why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="absences")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="absences")
    starts_on = models.DateField()
    # Empty while nobody knows when the person is back.
    ends_on = models.DateField(null=True, blank=True)
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    form_token = models.UUIDField(unique=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                # Taken back before it began, it ends the day before its first.
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on") - timedelta(days=1)),
                name="absence_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(substitute=None) | ~Q(substitute=F("person")),
                name="absence_substitute_is_somebody_else",
            ),
            models.UniqueConstraint(
                # Not those that were taken back: the person may be away from that day after all.
                fields=["person", "organisation", "starts_on"],
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="absence_begins_once",
            ),
        ]

    def __str__(self):
        return f"{self.person_id} {self.starts_on}"
