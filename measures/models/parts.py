"""What a measure comes after, and whom it concerns."""

import uuid

from django.db import models
from django.db.models import F, Q

from cases.querysets import CasePartQuerySet
from measures.models.measure import Measure
from measures.querysets import ConcernedQuerySet


class Succession(models.Model):
    """This measure comes after that one. Both of the same plan, and never in a ring."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="predecessors")
    predecessor = models.ForeignKey(Measure, models.PROTECT, related_name="successors")

    objects = CasePartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["measure", "predecessor"], name="succession_said_once"),
            models.CheckConstraint(
                condition=~Q(measure=F("predecessor")), name="succession_not_of_itself"
            ),
        ]

    def __str__(self):
        return f"{self.measure_id} after {self.predecessor_id}"


class Concerned(models.Model):
    """A measure concerns this one of those involved."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="concerned")
    involvement = models.ForeignKey("cases.Involvement", models.PROTECT, related_name="+")

    objects = ConcernedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "involvement"], name="measure_concerns_somebody_once"
            )
        ]

    def __str__(self):
        return f"{self.measure_id} {self.involvement_id}"
