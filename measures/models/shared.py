"""A measure of a class or of the whole place: carried out and evaluated once, in several plans."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit.reading import ReadIsNoted
from measures.models.words import State, Target
from measures.querysets import PlanReferenceQuerySet, SharedMeasureQuerySet
from organisations.roles import Permission
from organisations.viewers import FOR_NOBODY, StandsIn


class SharedMeasure(models.Model):
    """Belongs to a unit or to one of its groups and holds no child's text, so that it can stand in
    several plans without one case showing another. Always a system measure."""

    State, Target = State, Target

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="shared_measures"
    )
    group = models.ForeignKey("pupils.Group", models.PROTECT, null=True, related_name="+")
    library_key = models.CharField(max_length=40, blank=True, default="")
    title = models.CharField(_("measure"), max_length=120)
    how = models.TextField(blank=True, default="")
    target_groups = ArrayField(models.CharField(max_length=10, choices=Target))
    digital = models.BooleanField(default=False)
    prevents = models.BooleanField(default=False)
    responsible = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    interval_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    evaluate_on = models.DateField(null=True, blank=True)
    evaluate_on_provisional = models.BooleanField(default=False)
    counted_from = models.DateField(null=True, blank=True)
    # The due date that was answered last: the next one lies after it.
    answered_for = models.DateField(null=True, blank=True)
    evaluations_done = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    started_on = models.DateField(null=True, blank=True)
    ended_reason = models.TextField(blank=True, default="")
    revision = models.PositiveIntegerField(default=1)
    form_token = models.UUIDField(unique=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    # When its start was written last, where that was after it was put up; and the day on which it
    # was to start, where a changed calendar has moved it.
    dated_at = models.DateTimeField(null=True, blank=True)
    instead_of_on = models.DateField(null=True, blank=True)

    objects = SharedMeasureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(target_groups__len__gte=1)
                & Q(target_groups__contained_by=["bystanders", "class", "unit", "parents"]),
                name="shared_measure_is_for_many",
            ),
            models.CheckConstraint(
                condition=Q(state="running", evaluate_on__isnull=False)
                | ~Q(state="running") & Q(evaluate_on=None),
                name="shared_measure_running_has_an_evaluation_date",
            ),
            models.CheckConstraint(
                condition=Q(state="planned", started_on=None)
                | Q(state__in=["running", "finished"], started_on__isnull=False)
                | Q(state="stopped"),
                name="shared_measure_started_goes_with_state",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="shared_measure_has_a_title"),
            models.CheckConstraint(
                condition=Q(interval_weeks=None) | Q(interval_weeks__range=(1, 52)),
                name="shared_measure_interval_within_a_year",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="shared_measure_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(prevents=False) | Q(digital=True),
                name="shared_measure_prevents_is_digital",
            ),
            models.CheckConstraint(
                condition=Q(instead_of_on=None) | Q(dated_at__isnull=False),
                name="shared_measure_moved_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state"], name="shared_measure_of_unit"),
            models.Index(
                fields=["evaluate_on"], condition=Q(state="running"), name="shared_to_evaluate"
            ),
            models.Index(
                fields=["responsible", "evaluate_on"],
                condition=Q(state__in=["planned", "running"]),
                name="shared_of_person",
            ),
        ]

    def __str__(self):
        return self.title

    def is_carried_out_by(self, person_id: uuid.UUID | None, stands: StandsIn = FOR_NOBODY) -> bool:
        """Is the person the responsible one or the deputy, or in the place of one of them now?"""
        own = self.responsible_id, self.deputy_id
        return person_id in own or any((one, self.unit_id) in stands for one in own if stands)

    def needed_to_evaluate(
        self, person_id: uuid.UUID | None, stands: StandsIn = FOR_NOBODY
    ) -> Permission:
        """Who carries it out evaluates it by taking part; others by following up cases there."""
        carries_out = self.is_carried_out_by(person_id, stands)
        return Permission.TAKE_PART if carries_out else Permission.WRITE_CASES

    @property
    def is_unfinished(self) -> bool:
        return self.state in (State.PLANNED, State.RUNNING)

    @property
    def was_never_carried_out(self) -> bool:
        """Stopped before it began: no part of the order of the plans that it stands in."""
        return not self.is_unfinished and self.started_on is None


class PlanReference(ReadIsNoted):
    """A shared measure stands in this plan, and why it fits the problem there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    plan = models.ForeignKey("measures.Plan", models.PROTECT, related_name="references")
    shared = models.ForeignKey(SharedMeasure, models.PROTECT, related_name="references")
    why = models.TextField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    # Raised by every change of why it fits, so that two people never overwrite each other.
    revision = models.PositiveIntegerField(default=1)

    objects = PlanReferenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "shared"],
                condition=Q(removed_at=None),
                name="plan_refers_to_shared_once",
            ),
            models.CheckConstraint(condition=~Q(why=""), name="plan_reference_says_why_it_fits"),
        ]

    def __str__(self):
        return f"{self.plan_id} {self.shared_id}"
