"""Who is involved, what people write in the log, and how safe the one exposed says it is."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit.reading import ReadIsNoted
from cases.models.case import Case
from cases.querysets import CasePartQuerySet, EntryQuerySet
from pupils.identity import name_of
from pupils.models import Pupil


class Involvement(ReadIsNoted):
    """A pupil, an unnamed person or a counted group in a role. Dated: roles change, and the
    starting point is that the role is not clear."""

    class Role(models.TextChoices):
        EXPOSED = "exposed", _("The one exposed")
        VIOLATING = "violating", _("The one who violates")
        BYSTANDER = "bystander", _("One who looks on")
        UNCLEAR = "unclear", _("Role not clear")

    class Manner(models.TextChoices):
        SAW = "saw", _("Saw it")
        SHARED = "shared", _("Shared it")
        LIKED = "liked", _("Liked it")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="involvements")
    pupil = models.ForeignKey(
        "pupils.Pupil", models.PROTECT, null=True, blank=True, related_name="involvements"
    )
    # What we call somebody or a group that has no name here: "a pupil in year 9".
    described = models.CharField(max_length=120, blank=True, default="")
    group_size = models.PositiveSmallIntegerField(null=True, blank=True)
    # Described people may go to another school, one that uses the service or not.
    elsewhere = models.CharField(max_length=120, blank=True, default="")
    role = models.CharField(max_length=10, choices=Role, default=Role.UNCLEAR)
    manner = models.CharField(max_length=8, choices=Manner, blank=True, default="")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    # The row of the same one before: in another role, or before we knew the name.
    continues = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="continued_by"
    )
    # Made with the form and the one who was added. Empty for those of the opening.
    form_token = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = CasePartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(pupil__isnull=False, described="", group_size=None, elsewhere="")
                | Q(pupil=None) & ~Q(described=""),
                name="involvement_is_a_pupil_or_described",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="involvement_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(group_size=None) | Q(group_size__gte=2),
                name="involvement_group_is_more_than_one",
            ),
            models.CheckConstraint(
                condition=Q(manner="") | Q(role="bystander"),
                name="involvement_manner_is_of_those_who_look_on",
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
        """The name or description to show to whoever reads (``pupils.identity``)."""
        if self.pupil_id is None:
            return self.described
        try:
            pupil = self.pupil
        except Pupil.DoesNotExist:  # behind the wall, and not loaded together with this row
            pupil = None
        return name_of(pupil)


class Entry(ReadIsNoted):
    """What somebody wrote in the log. Never changed: a correction is a new entry."""

    class Kind(models.TextChoices):
        NOTE = "note", _("Note")
        TALK = "talk", _("Talk with a pupil")
        GUARDIANS = "guardians", _("Contact with guardians")
        MEETING = "meeting", _("Meeting")
        INTERVENTION = "intervention", _("Stepped in at once")
        # These two never stand in papers for a family.
        CHILD_WELFARE = "child_welfare", _("Child welfare service")
        POLICE = "police", _("Police")
        # Written by the look itself, never chosen in a form.
        LOOK = "look", _("A look after closing")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=14, choices=Kind, default=Kind.NOTE)
    happened_on = models.DateField()
    text = models.TextField()
    # Of a talk of a pupil with the trusted adult: whose it was.
    about = models.ForeignKey(
        Involvement, models.PROTECT, null=True, blank=True, related_name="entries"
    )
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    # The entry takes back the one that it corrects: "undo", with nothing erased.
    withdraws = models.BooleanField(default=False)
    # Of the minutes of a meeting: the measures that were evaluated in it. They are known above.
    evaluated = ArrayField(models.UUIDField(), default=list, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    form_token = models.UUIDField(unique=True)
    # As ``audit.Event.number``: given by the database, in one row with the events.
    number = models.BigIntegerField(default=0, editable=False)

    objects = EntryQuerySet.as_manager()

    # Of rows that were asked for as lines of the log (``for_log``).
    corrected: bool
    withdrawn: bool

    class Meta:
        constraints = [
            # Who undoes the entry of a moment ago need not say why.
            models.CheckConstraint(
                condition=~Q(text="") | Q(withdraws=True), name="entry_has_text"
            ),
            models.CheckConstraint(
                condition=Q(withdraws=False) | Q(corrects__isnull=False),
                name="entry_that_withdraws_names_another",
            ),
            models.UniqueConstraint(
                fields=["corrects"], condition=Q(withdraws=True), name="entry_withdrawn_once"
            ),
        ]
        indexes = [models.Index(fields=["case", "-written_at", "-number"], name="entry_by_case")]

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
