"""The written plan, what it said each time it was completed, and groups that it sets aside."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.reading import ReadIsNoted
from cases.querysets import CasePartQuerySet
from measures.models.words import Target
from measures.querysets import PlanQuerySet, SetAsideQuerySet


class Plan(ReadIsNoted):
    """The written plan for one pupil concerned, or for the group where no pupil is known."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        COMPLETE = "complete", _("Complete")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="plans")
    # Whose plan it is; empty when it is for a group.
    about = models.ForeignKey(
        "cases.Involvement", models.PROTECT, null=True, blank=True, related_name="plans"
    )
    problem = models.TextField(blank=True, default="")
    goal = models.TextField(blank=True, default="")
    together = models.TextField(blank=True, default="")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    # Raised by every change of the texts, so that two people never overwrite each other.
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "about"], nulls_distinct=False, name="plan_one_per_pupil_in_case"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", completed_at=None)
                | Q(state="complete", completed_at__isnull=False) & ~Q(problem=""),
                name="plan_complete_has_a_problem_and_time",
            ),
        ]

    def __str__(self):
        return f"{self.case_id} {self.state}"


class PlanVersion(ReadIsNoted):
    """What the plan said when it was completed. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="plan_versions")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True, default="")
    best_interests = models.TextField()
    content = models.JSONField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = CasePartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_number_once")
        ]

    def __str__(self):
        return f"{self.plan_id} v{self.number}"


class SetAside(ReadIsNoted):
    """A group toward which the plan has no measure, and why. A measure toward it ends this."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="set_aside")
    target = models.CharField(max_length=10, choices=Target)
    reason = models.TextField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SetAsideQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "target"], condition=Q(ended_at=None), name="set_aside_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="set_aside_has_a_reason"),
        ]

    def __str__(self):
        return f"{self.plan_id} {self.target}"
