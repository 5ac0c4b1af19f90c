"""The case itself, and why its state was changed."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.reading import ReadIsNoted
from cases import rules
from cases.models.alert import PptAlert
from cases.models.words import Kind, Weekday, words_of
from cases.querysets import CasePartQuerySet, CaseQuerySet
from organisations.law import NoLaw, law_for


class Case(ReadIsNoted):
    """One situation at one unit, followed up until every child is safe. Nothing in it is proven or
    unproven: the child's own experience triggers the duty. The state changes only in actions."""

    class State(models.TextChoices):
        REPORTED = rules.State.REPORTED.value, _("Reported")
        INVESTIGATING = rules.State.INVESTIGATING.value, _("Being investigated")
        FOLLOW_UP = rules.State.FOLLOW_UP.value, _("Followed up")
        MONITORING = rules.State.MONITORING.value, _("Monitored")
        CLOSED = rules.State.CLOSED.value, _("Closed")
        VOID = rules.State.VOID.value, _("Wrongly registered")

    Kind, Weekday = Kind, Weekday

    class Place(models.TextChoices):
        CLASSROOM = "classroom", _("Classroom")
        BREAK = "break", _("Break")
        CORRIDOR = "corridor", _("Corridor")
        CHANGING_ROOM = "changing_room", _("Changing room")
        AFTER_SCHOOL = "after_school", _("After-school care")
        WAY_TO_SCHOOL = "way_to_school", _("Way to school")
        TRIP = "trip", _("Trip")
        ONLINE = "online", _("Online")
        PLAY_INDOORS = "play_indoors", _("Play indoors")
        PLAY_OUTDOORS = "play_outdoors", _("Play outdoors")
        ELSEWHERE = "elsewhere", _("Elsewhere")

    class Source(models.TextChoices):
        PUPIL = "pupil", _("The pupil said so")
        GUARDIAN = "guardian", _("A guardian said so")
        STAFF = "staff", _("Somebody on the staff saw it")
        PEER = "peer", _("Another pupil said so")
        OTHER = "other", _("In another way")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=8, unique=True)
    unit = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="cases")
    held_by = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="held_cases"
    )
    # When it last changed hands; empty: it never has.
    held_since = models.DateTimeField(null=True, blank=True)
    alert = models.OneToOneField(PptAlert, models.PROTECT, related_name="case")
    state = models.CharField(max_length=14, choices=State, default=State.REPORTED)

    kinds = ArrayField(models.CharField(max_length=10, choices=Kind))
    places = ArrayField(models.CharField(max_length=14, choices=Place), default=list, blank=True)
    source = models.CharField(max_length=10, choices=Source)
    what_happened = models.TextField()
    # Empty: it is not known yet.
    serious = models.BooleanField(null=True)
    serious_reason = models.TextField(blank=True, default="")

    # Somebody who works there may be the one who violates (Education Act 12-5).
    is_about_staff = models.BooleanField(default=False)
    is_about_leader = models.BooleanField(default=False)

    # Three times that are kept apart: only the last starts the family's week (Education Act 12-6).
    known_at = models.DateTimeField()
    told_at = models.DateTimeField()
    raised_at = models.DateTimeField(null=True, blank=True)

    plan_due_on = models.DateField()
    followed_until = models.DateField()
    review_on = models.DateField(null=True, blank=True)
    look_on = models.DateField(null=True, blank=True)
    ended_reason = models.TextField(blank=True, default="")

    # What the pupil needs on the day the case is opened, until somebody says that it is done.
    needs_today = models.TextField(blank=True, default="")
    needs_done_at = models.DateTimeField(null=True, blank=True)
    needs_done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Somebody exposed has said that it is not safe, until it is said what is done.
    unsafe_since = models.DateField(null=True, blank=True)
    # The weekday (Monday is 0) on which evaluations fall, where one is chosen.
    evaluation_weekday = models.PositiveSmallIntegerField(choices=Weekday, null=True, blank=True)

    # One sheet of the form makes one case, however often it is sent.
    form_token = models.UUIDField(unique=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = CaseQuerySet.as_manager()
    case_id_column = "id"

    # Of rows that were asked for with their labels (``with_labels``).
    is_with_county: bool
    hold_id: uuid.UUID | None
    # Of rows that were asked for as a list (``for_list``).
    groups: list[str]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kinds__len__gte=1), name="case_has_a_kind"),
            models.CheckConstraint(
                condition=~Q(state__in=["closed", "void"]) | ~Q(ended_reason=""),
                name="case_ended_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(serious=False) | Q(serious=None) | ~Q(serious_reason=""),
                name="case_serious_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(is_about_leader=False) | Q(is_about_staff=True),
                name="case_about_a_leader_is_about_staff",
            ),
            models.CheckConstraint(
                condition=Q(look_on=None) | Q(state="closed"),
                name="case_look_is_after_closing",
            ),
            models.CheckConstraint(
                condition=Q(needs_done_at=None, needs_done_by=None)
                | Q(needs_done_at__isnull=False, needs_done_by__isnull=False) & ~Q(needs_today=""),
                name="case_need_done_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(evaluation_weekday=None) | Q(evaluation_weekday__range=(0, 4)),
                name="case_evaluated_on_a_weekday",
            ),
        ]
        indexes = [
            models.Index(fields=["held_by", "-created_at", "-id"], name="case_by_holder"),
            models.Index(
                fields=["plan_due_on"],
                condition=Q(state__in=["reported", "investigating"]),
                name="case_plan_due",
            ),
            models.Index(
                fields=["look_on"], condition=Q(look_on__isnull=False), name="case_look_due"
            ),
            models.Index(
                fields=["held_by", "unsafe_since"],
                condition=Q(unsafe_since__isnull=False),
                name="case_unsafe",
            ),
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("overview:case", args=[self.pk])

    @property
    def is_on_hold(self) -> bool:
        """Of rows that were asked for with their labels."""
        return self.hold_id is not None

    @property
    def is_open(self) -> bool:
        return self.state in rules.OPEN_STATES

    @property
    def statement_is_enough(self) -> bool:
        """What the child said, in a kindergarten also the guardians, starts the duty to act."""
        return rules.is_enough(self.source, law_for(self.unit, timezone.localdate(self.told_at)))

    @property
    def is_held_elsewhere(self) -> bool:
        """By the owner, since the leader of the unit is excluded or the case is about one."""
        return self.held_by_id != self.unit_id

    def people_with_a_part(self) -> set[uuid.UUID]:
        """Those who carry out something in the case: measures that are planned or run, and talks as
        somebody's trusted adult. Measures are known above; they are asked through the relation."""
        carried_out = self.measures.unfinished().values_list("responsible", "deputy")
        talking = self.trusted_adults.current().values_list("adult", flat=True)
        return {pk for pair in carried_out for pk in pair if pk} | set(talking)

    @property
    def needs_something(self) -> bool:
        """What was needed on the day of the opening has not been done, as far as anybody says."""
        return self.is_open and bool(self.needs_today) and self.needs_done_at is None

    @property
    def waits_for_plan(self) -> bool:
        """Until follow-up begins, the plan is what is due."""
        return self.state in (self.State.REPORTED, self.State.INVESTIGATING)

    @property
    def has_county_route(self) -> bool:
        """Does the law that held when the leader was told let the family take it to the county
        governor? Reads the unit."""
        try:
            return law_for(self.unit, timezone.localdate(self.told_at)).county_route
        except NoLaw:
            return False

    @property
    def county_road(self) -> rules.CountyRoad | None:
        """Once the family has raised it, by the act that held on that day. Reads the unit."""
        if self.raised_at is None:
            return None
        day = timezone.localdate(self.raised_at)
        try:
            return rules.county_road(day, law_for(self.unit, day))
        except NoLaw:
            return None

    @property
    def kind_words(self) -> list[str]:
        return words_of(Kind, self.kinds)

    @property
    def classes(self) -> list[str]:
        """The groups that those exposed are in, each once."""
        return sorted(set(self.groups))

    @property
    def place_words(self) -> list[str]:
        return words_of(Case.Place, self.places)


class StateReason(ReadIsNoted):
    """Why something was decided about a case: that it ended, was reopened or goes on. Never
    changed; the event in the log names it by its id."""

    class Help(models.TextChoices):
        GETS = "gets", _("Gets help from professionals")
        OFFERED = "offered", _("Was offered help, and does not want it")
        NOT_NEEDED = "not_needed", _("Needs no such help now")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="state_reasons")
    text = models.TextField()
    # Of closing only: professional help, why before the school year is over, why while unsafe.
    professional_help = models.CharField(max_length=10, choices=Help, blank=True, default="")
    early_reason = models.TextField(blank=True, default="")
    unsafe_reason = models.TextField(blank=True, default="")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    objects = CasePartQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="state_reason_has_text")]
        indexes = [models.Index(fields=["case", "-given_at"], name="state_reason_by_case")]

    def __str__(self):
        return f"{self.given_at:%Y-%m-%d} {self.case_id}"
