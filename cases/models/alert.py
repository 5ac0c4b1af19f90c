"""The alert to PPT. It has no key to the case: the case points at it, and cannot be without it."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.words import Kind, words_of
from cases.querysets import UNACKNOWLEDGED_FIRST, PptAlertQuerySet
from organisations.models import Organisation
from organisations.roles import Role


class PptAlert(models.Model):
    """Level 0: minimal, never called anonymous, never held back (design, 4.5)."""

    class State(models.TextChoices):
        NEW = "new", _("New")
        RECEIVED = "received", _("Received")
        ASSIGNED = "assigned", _("Assigned")
        HELP_OFFERED = "help_offered", _("Help offered")
        ENDED = "ended", _("Ended")

    class Help(models.TextChoices):
        NOT_SAID = "not_said", _("Not said yet")
        NONE = "none", _("No help now")
        ADVICE = "advice", _("Advice by telephone")
        MEETING = "meeting", _("A meeting")
        GROUP_WORK = "group_work", _("Work with the class or group")
        STAFF_TRAINING = "staff_training", _("Training of the staff")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Empty where nobody serves the unit: then it is red at the owner.
    office = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="alerts"
    )
    owner = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    # Empty for "small units", where naming the unit could point at a child.
    unit = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+"
    )
    # The Monday of the week: the day is not told.
    week = models.DateField()
    regime = models.CharField(max_length=24, choices=Organisation.Regime)
    stage = models.CharField(max_length=8, blank=True, default="")
    kinds = ArrayField(models.CharField(max_length=10, choices=Kind), default=list, blank=True)
    help_wanted = models.CharField(max_length=16, choices=Help, default=Help.NOT_SAID)
    contact_role = models.CharField(max_length=24)
    # Later the school asks for contact: the last time it did.
    contact_wanted_at = models.DateTimeField(null=True, blank=True)

    state = models.CharField(max_length=14, choices=State, default=State.NEW)
    created_at = models.DateTimeField()
    answer_by = models.DateField()
    received_at = models.DateTimeField(null=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = PptAlertQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="new", received_at=None, received_by=None)
                | ~Q(state="new") & Q(received_at__isnull=False, received_by__isnull=False),
                name="alert_received_goes_with_state",
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | Q(stage="", kinds__len=0),
                name="alert_of_a_small_unit_tells_no_stage_or_kind",
            ),
        ]
        indexes = [
            models.Index("office", UNACKNOWLEDGED_FIRST, "created_at", "id", name="alert_inbox")
        ]

    def __str__(self):
        return f"{self.week} {self.state}"

    def hide_unit(self) -> None:
        """As for a small unit. Whoever calls a unit about the alert of a case about its staff
        reaches those who are not to know of it."""
        self.unit, self.stage, self.kinds = None, "", []

    @property
    def kind_words(self) -> list[str]:
        return words_of(Kind, self.kinds)

    @property
    def contact_word(self) -> str:
        return str(Role(self.contact_role).label)

    @property
    def stage_words(self) -> str:
        """5–7, with the dash of a span."""
        return self.stage.replace("-", "–")
