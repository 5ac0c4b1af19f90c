"""Who may see a case besides those who hold it, and who may not."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.reading import ReadIsNoted
from cases.models.case import Case
from cases.querysets import CaseAccessQuerySet


class CaseAccess(ReadIsNoted):
    """A case opened to one person, or closed for one. ``enter`` reads it: a block goes first."""

    class Kind(models.TextChoices):
        GRANTED = "granted", _("May see the case")
        # Keeps one's own measures and talks when the case is held elsewhere; nothing more.
        TAKES_PART = "takes_part", _("Takes part in the case")
        EXCLUDED = "excluded", _("Is excluded from the case")

    class Closeness(models.TextChoices):
        CONCERNED = "concerned", _("The case is about this person")
        PARTIAL = "partial", _("Cannot be impartial")
        CLOSE = "close", _("Is close to somebody in the case")

    class Ground(models.TextChoices):
        CONSENT = "consent", _("The family has agreed")
        NEEDED = "needed", _("PPT must know it, for the work with the case to be done")

    class Answer(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirmed")
        LIFTED = "lifted", _("Lifted")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="accesses")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.TextField()
    # Empty where the daily round has moved the case: nobody gave the part, the person had it.
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    # Of somebody at PPT who takes part: what lets PPT know of the case (Public Administration Act
    # 13 a and 13 b). Nobody there takes part without one.
    ground = models.CharField(max_length=8, choices=Ground, blank=True, default="")
    # Of exclusions only: why, and what the owner says to it within one working day.
    closeness = models.CharField(max_length=10, choices=Closeness, blank=True, default="")
    owner = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer_by = models.DateField(null=True, blank=True)
    answer = models.CharField(max_length=10, choices=Answer, blank=True, default="")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_reason = models.TextField(blank=True, default="")

    objects = CaseAccessQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person", "kind"],
                condition=Q(ended_at=None),
                name="case_access_one_open",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="case_access_has_a_reason"),
            models.CheckConstraint(
                condition=Q(given_by__isnull=False) | Q(kind="takes_part"),
                name="case_access_given_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(ground="") | Q(kind="takes_part", given_by__isnull=False),
                name="case_access_ground_is_of_a_part",
            ),
            models.CheckConstraint(
                condition=Q(kind="excluded", owner__isnull=False, answer_by__isnull=False)
                & ~Q(closeness="")
                | ~Q(kind="excluded") & Q(closeness="", owner=None, answer_by=None, answer=""),
                name="case_access_exclusion_waits_for_the_owner",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_by=None)
                | ~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False),
                name="case_access_answer_has_time_and_person",
            ),
            models.CheckConstraint(
                condition=~Q(answer="lifted") | Q(ended_at__isnull=False) & ~Q(answer_reason=""),
                name="case_access_lifted_is_ended",
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "answer_by"],
                condition=Q(kind="excluded", answer="", ended_at=None),
                name="exclusion_to_answer",
            ),
            models.Index(fields=["person"], condition=Q(ended_at=None), name="access_of_person"),
        ]

    def __str__(self):
        return f"{self.kind} {self.case_id}"
