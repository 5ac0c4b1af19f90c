"""What was typed of a new case before it was opened."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.querysets import CaseDraftQuerySet


class CaseDraft(models.Model):
    """What somebody has typed of a new case: saved while typing, opened as a case or thrown away.
    Only its writer reads it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    concern = models.ForeignKey(
        "concerns.Concern", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # As the form was sent, encoded as in a query: also what a database refuses as text.
    typed = models.TextField(blank=True, default="")
    step = models.PositiveSmallIntegerField(default=1)
    # Counts the savings: of two windows the older does not write over the newer. ``window`` is the
    # one that saved last, whose answer may have been lost on the way.
    version = models.PositiveIntegerField(default=0)
    window = models.UUIDField(null=True, blank=True)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    objects = CaseDraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(step__range=(1, 3)), name="draft_has_three_steps")
        ]
        indexes = [models.Index(fields=["person", "-saved_at"], name="draft_newest")]

    def __str__(self):
        return f"{self.step} {self.saved_at:%Y-%m-%d}"
