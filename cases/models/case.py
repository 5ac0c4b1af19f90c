"""The case itself, and who may see it besides the unit that holds it."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit.reading import ReadIsNoted
from cases import rules
from cases.models.alert import PptAlert
from cases.models.words import Kind, words_of
from cases.querysets import CaseAccessQuerySet, CasePartQuerySet, CaseQuerySet


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

    Kind = Kind

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
    alert = models.OneToOneField(PptAlert, models.PROTECT, related_name="case")
    state = models.CharField(max_length=14, choices=State, default=State.REPORTED)

    kinds = ArrayField(models.CharField(max_length=10, choices=Kind))
    places = ArrayField(models.CharField(max_length=14, choices=Place), default=list, blank=True)
    source = models.CharField(max_length=10, choices=Source)
    what_happened = models.TextField()
    serious = models.BooleanField()
    serious_reason = models.TextField(blank=True, default="")

    # Three times that are kept apart: only the last starts the family's week (Education Act 12-6).
    known_at = models.DateTimeField()
    told_at = models.DateTimeField()
    raised_at = models.DateTimeField(null=True, blank=True)

    plan_due_on = models.DateField()
    followed_until = models.DateField()
    review_on = models.DateField(null=True, blank=True)
    look_on = models.DateField(null=True, blank=True)
    ended_reason = models.TextField(blank=True, default="")

    # One sheet of the form makes one case, however often it is sent.
    form_token = models.UUIDField(unique=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = CaseQuerySet.as_manager()
    case_id_column = "id"

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kinds__len__gte=1), name="case_has_a_kind"),
            models.CheckConstraint(
                condition=~Q(state__in=["closed", "void"]) | ~Q(ended_reason=""),
                name="case_ended_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(serious=False) | ~Q(serious_reason=""),
                name="case_serious_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["held_by", "-created_at", "-id"], name="case_by_holder"),
            models.Index(
                fields=["plan_due_on"],
                condition=Q(state__in=["reported", "investigating"]),
                name="case_plan_due",
            ),
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("overview:case", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in rules.OPEN_STATES

    @property
    def waits_for_plan(self) -> bool:
        """Until follow-up begins, the plan is what is due."""
        return self.state in (self.State.REPORTED, self.State.INVESTIGATING)

    @property
    def kind_words(self) -> list[str]:
        return words_of(Kind, self.kinds)

    @property
    def place_words(self) -> list[str]:
        return words_of(Case.Place, self.places)


class CaseAccess(models.Model):
    """A case opened to one person, or closed for one. ``enter`` reads it: a block goes first."""

    class Kind(models.TextChoices):
        GRANTED = "granted", _("May see the case")
        EXCLUDED = "excluded", _("Is excluded from the case")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="accesses")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.TextField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = CaseAccessQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person", "kind"],
                condition=Q(ended_at=None),
                name="case_access_one_open",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="case_access_has_a_reason"),
        ]

    def __str__(self):
        return f"{self.kind} {self.case_id}"


class StateReason(ReadIsNoted):
    """Why a case was ended or reopened. Never changed; the event in the log names it by its id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="state_reasons")
    text = models.TextField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    objects = CasePartQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="state_reason_has_text")]
        indexes = [models.Index(fields=["case", "-given_at"], name="state_reason_by_case")]

    def __str__(self):
        return f"{self.given_at:%Y-%m-%d} {self.case_id}"
