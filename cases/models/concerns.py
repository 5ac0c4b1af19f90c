"""How cases and concerns hang together. Concerns know nothing of cases."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.reading import ReadIsNoted
from cases.models.case import Case
from cases.querysets import CaseConcernQuerySet


class CaseConcern(ReadIsNoted):
    """A concern that led to the case or was added to it; or one with which another school was told
    of something. What one school told may lead to a case at the other: then each has a row of its
    own, and neither sees the other's."""

    class Direction(models.TextChoices):
        RECEIVED = "received", _("Led to the case, or was added to it")
        TOLD = "told", _("Told to another place")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="case_concerns")
    concern = models.ForeignKey("concerns.Concern", models.PROTECT, related_name="case_concerns")
    direction = models.CharField(max_length=8, choices=Direction, default=Direction.RECEIVED)
    to_unit = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Who changes school, where that is what the other place is told.
    about = models.ForeignKey(
        "cases.Involvement", models.PROTECT, null=True, blank=True, related_name="changes"
    )
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = CaseConcernQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(direction="received", to_unit=None)
                | Q(direction="told", to_unit__isnull=False),
                name="case_concern_told_to_a_place",
            ),
            models.CheckConstraint(
                condition=Q(about=None) | Q(direction="told"),
                name="case_concern_about_one_is_told",
            ),
            models.UniqueConstraint(
                fields=["concern", "direction"], name="case_concern_once_each_way"
            ),
        ]

    def __str__(self):
        return f"{self.direction} {self.case_id}"
