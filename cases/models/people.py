"""Who is involved, what people write in the log, and how safe the one exposed says it is."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit.reading import ReadIsNoted
from cases.models.case import Case
from cases.querysets import CasePartQuerySet


class Involvement(ReadIsNoted):
    """A pupil, an unnamed person or a counted group in a role. Dated: roles change, and the
    starting point is that the role is not clear."""

    class Role(models.TextChoices):
        EXPOSED = "exposed", _("The one exposed")
        VIOLATING = "violating", _("The one who violates")
        BYSTANDER = "bystander", _("One who looks on")
        UNCLEAR = "unclear", _("Role not clear")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="involvements")
    pupil = models.ForeignKey(
        "pupils.Pupil", models.PROTECT, null=True, blank=True, related_name="involvements"
    )
    # What we call somebody or a group that has no name here: "a pupil in year 9".
    described = models.CharField(max_length=120, blank=True, default="")
    group_size = models.PositiveSmallIntegerField(null=True, blank=True)
    role = models.CharField(max_length=10, choices=Role, default=Role.UNCLEAR)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = CasePartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(pupil__isnull=False, described="", group_size=None)
                | Q(pupil=None) & ~Q(described=""),
                name="involvement_is_a_pupil_or_described",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="involvement_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["case", "pupil", "role"],
                condition=Q(ends_on=None, pupil__isnull=False),
                name="involvement_one_open_per_role",
            ),
        ]

    def __str__(self):
        return f"{self.role} {self.case_id}"

    @property
    def label(self) -> str:
        """The name or description to show to those who may see it."""
        return self.pupil.name if self.pupil else self.described


class Entry(ReadIsNoted):
    """What somebody wrote in the log. Never changed: a correction is a new entry."""

    class Kind(models.TextChoices):
        NOTE = "note", _("Note")
        TALK = "talk", _("Talk with a pupil")
        GUARDIANS = "guardians", _("Contact with guardians")
        MEETING = "meeting", _("Meeting")
        INTERVENTION = "intervention", _("Stepped in at once")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=14, choices=Kind, default=Kind.NOTE)
    happened_on = models.DateField()
    text = models.TextField()
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    form_token = models.UUIDField(unique=True)

    objects = CasePartQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="entry_has_text")]
        indexes = [models.Index(fields=["case", "-written_at"], name="entry_by_case")]

    def __str__(self):
        return f"{self.kind} {self.happened_on}"


class SafetyAnswer(ReadIsNoted):
    """How safe one exposed pupil has it, on one day. A fact of the case: asked once and reused.
    Never averaged across pupils."""

    class Value(models.IntegerChoices):
        VERY_UNSAFE = 1, _("Very unsafe")
        UNSAFE = 2, _("Unsafe")
        BOTH = 3, _("In between")
        SAFE = 4, _("Safe")
        VERY_SAFE = 5, _("Very safe")

    class AnsweredBy(models.TextChoices):
        PUPIL = "pupil", _("The pupil")
        GUARDIAN = "guardian", _("A guardian")
        ADULT = "adult", _("An adult has observed")

    class Missing(models.TextChoices):
        NOT_ASKED = "not_asked", _("Not asked yet")
        DECLINED = "declined", _("Does not want to answer")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="safety_answers")
    involvement = models.ForeignKey(Involvement, models.PROTECT, related_name="safety_answers")
    day = models.DateField()
    value = models.PositiveSmallIntegerField(null=True, blank=True, choices=Value)
    missing = models.CharField(max_length=10, choices=Missing, blank=True, default="")
    answered_by = models.CharField(max_length=10, choices=AnsweredBy, default=AnsweredBy.PUPIL)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = CasePartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(value__range=(1, 5), missing="") | Q(value=None) & ~Q(missing=""),
                name="safety_is_a_value_or_why_not",
            ),
            models.UniqueConstraint(fields=["involvement", "day"], name="safety_once_a_day"),
        ]

    def __str__(self):
        return f"{self.day} {self.value or self.missing}"
