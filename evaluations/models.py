"""The answers. Immutable: a second thought is a new evaluation."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.reading import ReadIsNoted
from evaluations.querysets import EvaluationQuerySet, SharedEvaluationQuerySet


class Evaluation(ReadIsNoted):
    """Did this measure work, and what is next? Given once per measure and due date."""

    class Effect(models.TextChoices):
        YES = "yes", _("Yes")
        PARTLY = "partly", _("Partly")
        NO = "no", _("No")
        TOO_EARLY = "too_early", _("Too early to say")

    class Next(models.TextChoices):
        CONTINUE = "continue", _("Continue")
        ADJUST = "adjust", _("Adjust")
        REPLACE = "replace", _("Replace")
        STOP = "stop", _("Stop")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="evaluations")
    measure = models.ForeignKey("measures.Measure", models.PROTECT, related_name="evaluations")
    # Empty when the measure concerns nobody exposed by name.
    safety = models.ForeignKey(
        "cases.SafetyAnswer", models.PROTECT, null=True, related_name="evaluations"
    )
    due_on = models.DateField()
    effect = models.CharField(max_length=10, choices=Effect)
    next = models.CharField(max_length=10, choices=Next)
    next_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True, default="")
    # Why it was not carried out as planned; empty when it was.
    not_as_planned = models.TextField(blank=True, default="")
    # It works, says the adult, while the pupil's own answer is 1 or 2, or lower than before.
    disagrees = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "due_on"], name="evaluation_once_per_due_date"
            ),
            models.CheckConstraint(
                condition=Q(next__in=["continue", "adjust"], next_on__isnull=False)
                | Q(next__in=["replace", "stop"], next_on=None),
                name="evaluation_continued_has_a_next_date",
            ),
        ]
        indexes = [models.Index(fields=["case", "-recorded_at"], name="evaluation_by_case")]

    def __str__(self):
        return f"{self.measure_id} {self.due_on}"

    @property
    def carried_out(self) -> bool:
        """As planned since the last time."""
        return not self.not_as_planned


class SharedEvaluation(models.Model):
    """The answer to one due date of a shared measure: given once, for all plans that it stands in.
    It asks nothing about a child."""

    Effect, Next = Evaluation.Effect, Evaluation.Next

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    shared = models.ForeignKey("measures.SharedMeasure", models.PROTECT, related_name="evaluations")
    due_on = models.DateField()
    effect = models.CharField(max_length=10, choices=Evaluation.Effect)
    next = models.CharField(max_length=10, choices=Evaluation.Next)
    next_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True, default="")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = SharedEvaluationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shared", "due_on"], name="shared_evaluation_once_per_due_date"
            ),
            models.CheckConstraint(
                condition=Q(next__in=["continue", "adjust"], next_on__isnull=False)
                | Q(next="stop", next_on=None),
                name="shared_evaluation_continued_has_a_next_date",
            ),
        ]

    def __str__(self):
        return f"{self.shared_id} {self.due_on}"
