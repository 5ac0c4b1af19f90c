"""Who works where, as what, and from when to when."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from organisations.models.places import Organisation
from organisations.querysets import MembershipQuerySet
from organisations.roles import Role


class Membership(models.Model):
    """A role at a place between two dates, both included. Never deleted: it is ended."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=24, choices=Role)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
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
