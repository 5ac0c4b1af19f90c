"""What is written about a measure while it runs: what was done, and what was decided."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.reading import ReadIsNoted
from measures.models.measure import Measure
from measures.models.shared import SharedMeasure
from measures.querysets import DecisionQuerySet, MeasureEntryQuerySet, SharedEntryQuerySet


class Done(models.Model):
    """What was done, by the one who carries it out. Written once, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    happened_on = models.DateField()
    text = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    form_token = models.UUIDField(unique=True)

    class Meta:
        abstract = True


class MeasureEntry(ReadIsNoted, Done):
    """What was done of a measure of one plan."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="entries")

    objects = MeasureEntryQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="measure_entry_has_text")]

    def __str__(self):
        return f"{self.measure_id} {self.happened_on}"


class SharedEntry(Done):
    """What was done of a shared measure: of no child and no case."""

    shared = models.ForeignKey(SharedMeasure, models.PROTECT, related_name="entries")

    objects = SharedEntryQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="shared_entry_has_text")]

    def __str__(self):
        return f"{self.shared_id} {self.happened_on}"


class Decision(ReadIsNoted):
    """One of three ways out when it has had no effect twice in a row. Never changed."""

    class Way(models.TextChoices):
        CHANGE = "change", _("Change the plan")
        PPT = "ppt", _("Ask PPT for help")
        EXPLAIN = "explain", _("Go on, and explain why")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="decisions")
    way = models.CharField(max_length=8, choices=Way)
    reason = models.TextField(blank=True, default="")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    form_token = models.UUIDField(unique=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(way="explain") | ~Q(reason=""), name="decision_to_go_on_is_explained"
            )
        ]

    def __str__(self):
        return f"{self.measure_id} {self.way}"
