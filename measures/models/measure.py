"""Measures. Overlap in time is "simultaneous", ``after`` is "serial"; the steps that people see are
worked out from these two, never stored."""

import uuid
from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit.reading import ReadIsNoted
from measures.models.words import Level, State, Target
from measures.querysets import MeasureQuerySet
from measures.rules.dates import next_evaluation
from measures.rules.starting import Wait, waits_for
from organisations.calendar import Calendar, Day
from organisations.roles import Permission
from organisations.viewers import FOR_NOBODY, StandsIn


class Measure(ReadIsNoted):
    """One measure of a plan. A running one always has a day on which it is evaluated."""

    State, Target, Level = State, Target, Level

    class Follows(models.TextChoices):
        ON_DATE = "on_date", _("On its date")
        WHEN_EVALUATED = "when_evaluated", _("When those before have been evaluated")

    class Lasted(models.TextChoices):
        YES = "yes", _("Yes")
        PARTLY = "partly", _("Partly")
        NO = "no", _("No")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="measures")
    plan = models.ForeignKey("measures.Plan", models.PROTECT, related_name="measures")
    library_key = models.CharField(max_length=40, blank=True, default="")
    title = models.CharField(_("measure"), max_length=120)
    how = models.TextField(blank=True, default="")
    why = models.TextField(blank=True, default="")
    target_groups = ArrayField(models.CharField(max_length=10, choices=Target))
    level = models.CharField(max_length=10, choices=Level)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="measures"
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    after = models.ManyToManyField(
        "self",
        symmetrical=False,
        related_name="followers",
        through="Succession",
        through_fields=("measure", "predecessor"),
    )
    follows = models.CharField(max_length=14, choices=Follows, default=Follows.ON_DATE)

    # Open weeks between evaluations; empty follows the default of 1, 2 and then every 4.
    interval_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    # The first evaluation, where somebody has chosen another day than the one worked out.
    first_evaluation_on = models.DateField(null=True, blank=True)
    evaluate_on = models.DateField(null=True, blank=True)
    # The calendar that the date rests on is not entered yet: Monday to Friday minus holidays.
    evaluate_on_provisional = models.BooleanField(default=False)
    # The day that it was counted from; empty when somebody chose the date.
    counted_from = models.DateField(null=True, blank=True)
    # The due date that was answered last: the next one lies after it.
    answered_for = models.DateField(null=True, blank=True)
    evaluations_done = models.PositiveSmallIntegerField(default=0)

    # Whom of those involved it concerns, where it is not for all in the target groups.
    concerns = models.ManyToManyField(
        "cases.Involvement", related_name="measures", through="Concerned"
    )
    digital = models.BooleanField(default=False)
    # Of digital ones: meant to prevent, beside those that handle what has happened.
    prevents = models.BooleanField(default=False)
    # Change of school, expulsion: nothing begins before the decision is made in its own way.
    formal_decision = models.BooleanField(default=False)
    decided_on = models.DateField(null=True, blank=True)
    # A talk between the one exposed and the one who violates: only when both have said yes.
    restorative = models.BooleanField(default=False)
    exposed_agreed_on = models.DateField(null=True, blank=True)
    violating_agreed_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    # The day it really began; a measure that is stopped without one was never carried out.
    started_on = models.DateField(null=True, blank=True)
    ended_reason = models.TextField(blank=True, default="")
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    # One that comes before was to be adjusted or replaced: shall this one start all the same?
    questioned_on = models.DateField(null=True, blank=True)
    questioned_for = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Twice without effect: what is next is to be decided, by whoever answers for the case.
    decide_on = models.DateField(null=True, blank=True)
    # One later look after it was carried out: did it last?
    look_on = models.DateField(null=True, blank=True)
    looked_on = models.DateField(null=True, blank=True)
    lasted = models.CharField(max_length=6, choices=Lasted, blank=True, default="")
    look_note = models.TextField(blank=True, default="")
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Raised by every change of what people write, so that two never overwrite each other.
    revision = models.PositiveIntegerField(default=1)
    form_token = models.UUIDField(unique=True)
    created_at = models.DateTimeField()
    # When its start was written last, where that was after it was put up.
    dated_at = models.DateTimeField(null=True, blank=True)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(target_groups__len__gte=1), name="measure_has_a_target_group"
            ),
            models.CheckConstraint(
                condition=Q(state="running", evaluate_on__isnull=False)
                | ~Q(state="running") & Q(evaluate_on=None),
                name="measure_running_has_an_evaluation_date",
            ),
            models.CheckConstraint(
                condition=Q(state="planned", started_on=None)
                | Q(state__in=["running", "finished"], started_on__isnull=False)
                | Q(state__in=["stopped", "replaced"]),
                name="measure_started_goes_with_state",
            ),
            models.CheckConstraint(
                condition=Q(started_on=None) | ~Q(why=""), name="measure_active_says_why_it_fits"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="measure_has_a_title"),
            models.CheckConstraint(
                condition=Q(interval_weeks=None) | Q(interval_weeks__range=(1, 52)),
                name="measure_interval_within_a_year",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="measure_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(prevents=False) | Q(digital=True), name="measure_prevents_is_digital"
            ),
            models.CheckConstraint(
                condition=Q(restorative=False)
                | Q(started_on=None)
                | Q(exposed_agreed_on__isnull=False, violating_agreed_on__isnull=False),
                name="measure_restorative_when_both_said_yes",
            ),
            models.CheckConstraint(
                condition=Q(formal_decision=False)
                | Q(started_on=None)
                | Q(decided_on__isnull=False),
                name="measure_formal_when_decided",
            ),
            models.CheckConstraint(
                condition=Q(questioned_on=None, questioned_for=None)
                | Q(questioned_on__isnull=False, questioned_for__isnull=False, state="planned"),
                name="measure_questioned_while_planned",
            ),
            models.CheckConstraint(
                condition=Q(decide_on=None) | Q(state="running"),
                name="measure_decided_on_while_it_runs",
            ),
            models.CheckConstraint(
                condition=Q(look_on=None)
                | Q(state__in=["finished", "stopped"], started_on__isnull=False, looked_on=None),
                name="measure_look_after_it_was_carried_out",
            ),
            models.CheckConstraint(
                condition=Q(looked_on=None, lasted="", looked_by=None)
                | Q(looked_on__isnull=False, looked_by__isnull=False) & ~Q(lasted=""),
                name="measure_look_has_an_answer",
            ),
        ]
        indexes = [
            models.Index(
                fields=["evaluate_on"], condition=Q(state="running"), name="measure_to_evaluate"
            ),
            models.Index(
                fields=["responsible", "evaluate_on"],
                condition=Q(state__in=["planned", "running"]),
                name="measure_of_person",
            ),
            models.Index(
                fields=["starts_on"], condition=Q(state="planned"), name="measure_to_start"
            ),
            models.Index(
                fields=["look_on"], condition=Q(look_on__isnull=False), name="measure_to_look_at"
            ),
            models.Index(
                fields=["decide_on"],
                condition=Q(decide_on__isnull=False),
                name="measure_to_decide",
            ),
            models.Index(
                fields=["questioned_on"],
                condition=Q(questioned_on__isnull=False),
                name="measure_in_question",
            ),
        ]

    def __str__(self):
        return self.title

    def is_carried_out_by(self, person_id: uuid.UUID | None, stands: StandsIn = FOR_NOBODY) -> bool:
        """Is the person the responsible one or the deputy, or in the place of one of them now?"""
        own = self.responsible_id, self.deputy_id
        return person_id in own or any(
            (one, self.case.held_by_id) in stands for one in own if stands
        )

    def needed_to_evaluate(
        self, person_id: uuid.UUID | None, stands: StandsIn = FOR_NOBODY
    ) -> Permission:
        """Who carries it out evaluates it by taking part; others by following up cases there."""
        carries_out = self.is_carried_out_by(person_id, stands)
        return Permission.TAKE_PART if carries_out else Permission.WRITE_CASES

    @property
    def is_unfinished(self) -> bool:
        return self.state in (self.State.PLANNED, self.State.RUNNING)

    def is_at_its_end(self, today: date) -> bool:
        """It runs, and its last day has come: ended now it is finished, not stopped."""
        runs = self.state == self.State.RUNNING
        return runs and self.ends_on is not None and self.ends_on <= today

    @property
    def waits(self) -> list[Wait]:
        """What must be in place before it can begin, besides its day."""
        return waits_for(
            self.title,
            restorative=self.restorative,
            exposed_agreed=self.exposed_agreed_on is not None,
            violating_agreed=self.violating_agreed_on is not None,
            formal_decision=self.formal_decision,
            decided=self.decided_on is not None,
        )

    @property
    def next_evaluation(self) -> Day:
        """Only of one that runs: the day on which it is evaluated."""
        if self.evaluate_on is None:
            raise ValueError("only a running measure has an evaluation date")
        return Day(self.evaluate_on, self.evaluate_on_provisional)

    def evaluation_after(self, day: date, done: int, calendar: Calendar) -> Day:
        """When it is evaluated, counted from a start or an evaluation (``rules.next_evaluation``),
        on the common weekday of its case, unless a pupil there does not feel safe: nobody waits
        longer then. Reads the case."""
        return next_evaluation(
            calendar, day, done, self.interval_weeks,
            weekday=self.common_weekday, last=self.ends_on,
        )  # fmt: skip

    @property
    def common_weekday(self) -> int | None:
        """That of the case, as long as nobody there says that it is not safe. Reads the case."""
        return None if self.case.unsafe_since else self.case.evaluation_weekday

    def day_to_start(self, today: date) -> date:
        """The day it is taken to begin when its day has come: its date, also when that is noticed
        late; but today when it has waited for others, for then its date was an estimate."""
        return self.starts_on if self.follows == self.Follows.ON_DATE else today

    @property
    def was_never_carried_out(self) -> bool:
        """Taken out of the plan before it began: no part of the order that is shown and said."""
        return not self.is_unfinished and self.started_on is None
