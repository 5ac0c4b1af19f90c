"""Who may see a pupil whose identity is protected."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from pupils.models.people import Pupil
from pupils.querysets import PupilAccessQuerySet


class PupilAccess(models.Model):
    """One person named for one protected pupil, with the reason. To everybody else the pupil is
    not there. Never deleted: it is ended.

    ``unit`` is the pupil's own, held equal by the database, so that the wall around this table
    needs no pupil to be asked: the wall around pupils asks this table.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pupil = models.ForeignKey(Pupil, models.PROTECT, related_name="accesses")
    unit = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.TextField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = PupilAccessQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pupil", "person"], condition=Q(ended_at=None), name="pupil_access_one_open"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="pupil_access_has_a_reason"),
        ]
        indexes = [
            models.Index(
                fields=["person", "pupil"],
                condition=Q(ended_at=None),
                name="pupil_access_of_person",
            ),
            models.Index(fields=["unit", "pupil"], name="pupil_access_at_unit"),
        ]

    def __str__(self):
        return f"{self.pupil_id} {self.person_id}"
