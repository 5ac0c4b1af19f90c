"""The alert to PPT. It has no key to the case: the case points at it, and cannot be without it."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases import rules
from cases.models.words import Kind, words_of
from cases.querysets import RANK, PptAlertQuerySet, PptAnswerQuerySet
from cases.rules import OWING, AlertState
from organisations.models import Organisation
from organisations.roles import Role


class PptAlert(models.Model):
    """Level 0: minimal, never called anonymous, never held back (design, 4.5)."""

    class State(models.TextChoices):
        NEW = AlertState.NEW.value, _("New")
        RECEIVED = AlertState.RECEIVED.value, _("Received")
        ASSIGNED = AlertState.ASSIGNED.value, _("Assigned")
        HELP_OFFERED = AlertState.HELP_OFFERED.value, _("Help offered")
        NOT_NOW = AlertState.NOT_NOW.value, _("Not now")
        ENDED = AlertState.ENDED.value, _("Ended")

    class Help(models.TextChoices):
        NOT_SAID = "not_said", _("Not said yet")
        NONE = "none", _("No help now")
        ADVICE = "advice", _("Advice by telephone")
        MEETING = "meeting", _("A meeting")
        GROUP_WORK = "group_work", _("Work with the class or group")
        STAFF_TRAINING = "staff_training", _("Training of the staff")

    class Ended(models.TextChoices):
        DONE = "done", _("The help is finished")
        NOT_NEEDED = "not_needed", _("No help is needed now")
        ELSEWHERE = "elsewhere", _("Others than PPT help")
        CASE_ENDED = "case_ended", _("The case has ended")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Said on the telephone, by the school and by PPT.
    number = models.CharField(max_length=8, unique=True, default=rules.alert_number, editable=False)
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
    # In how many working days, where an owner has chosen; empty: as is recommended.
    answer_within = models.PositiveSmallIntegerField(null=True, blank=True)
    received_at = models.DateTimeField(null=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=10, choices=Ended, blank=True, default="")

    objects = PptAlertQuerySet.as_manager()

    class Meta:
        constraints = [
            # A case may end before PPT has looked at its alert.
            models.CheckConstraint(
                condition=Q(state__in=["new", "ended"], received_at=None, received_by=None)
                | ~Q(state="new") & Q(received_at__isnull=False, received_by__isnull=False),
                name="alert_received_goes_with_state",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["new", "received"], assigned_to=None)
                | Q(state="assigned", assigned_to__isnull=False)
                | Q(state__in=["help_offered", "not_now", "ended"]),
                name="alert_assigned_goes_with_state",
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False) & ~Q(ended_reason="")
                | ~Q(state="ended") & Q(ended_at=None, ended_reason=""),
                name="alert_ended_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | Q(stage="", kinds__len=0),
                name="alert_of_a_small_unit_tells_no_stage_or_kind",
            ),
        ]
        indexes = [
            models.Index("office", RANK, "answer_by", "created_at", "id", name="alert_inbox"),
            models.Index(
                fields=["assigned_to"],
                condition=Q(assigned_to__isnull=False) & ~Q(state="ended"),
                name="alert_of_one",
            ),
            models.Index(fields=["answer_by"], condition=Q(state__in=OWING), name="alert_owing"),
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

    @property
    def is_owing(self) -> bool:
        """The school waits for PPT until ``answer_by``."""
        return self.state in OWING


class PptAnswer(models.Model):
    """What PPT says to the school about an alert: help that it offers, not now, or that it ends.
    Never changed; the school notes that it was received."""

    class Kind(models.TextChoices):
        ADVICE = "advice", _("Advice")
        MEETING = "meeting", _("A meeting")
        OBSERVATION = "observation", _("Observation")
        COURSE = "course", _("A course for the staff")
        OTHER = "other", _("Something else")
        MEASURE = "measure", _("PPT takes on a measure")
        NO_MEASURE = "no_measure", _("PPT cannot take on the measure")
        NOT_NOW = "not_now", _("Not now")
        ENDED = "ended", _("PPT ends its part")

    # What is offered by itself; the others answer something.
    OFFERS = (Kind.ADVICE, Kind.MEETING, Kind.OBSERVATION, Kind.COURSE, Kind.OTHER)

    class NotNow(models.TextChoices):
        NOBODY_FREE = "nobody_free", _("Nobody is free")
        AWAY = "away", _("The one who is to answer is away")
        WAITS = "waits", _("PPT waits for something from you")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    alert = models.ForeignKey(PptAlert, models.PROTECT, related_name="answers")
    kind = models.CharField(max_length=12, choices=Kind)
    # Of "not now" and of the end.
    reason = models.CharField(max_length=12, blank=True, default="")
    text = models.TextField(blank=True, default="")
    # A proposed time, in PPT's words.
    proposed = models.CharField(max_length=120, blank=True, default="")
    # Of "not now": when PPT answers anew.
    answer_by = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    form_token = models.UUIDField(unique=True)
    received_at = models.DateTimeField(null=True, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = PptAnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="not_now", answer_by__isnull=False) & ~Q(reason="")
                | Q(kind="ended", answer_by=None) & ~Q(reason="")
                | ~Q(kind__in=["not_now", "ended"]) & Q(reason="", answer_by=None) & ~Q(text=""),
                name="ppt_answer_says_what_its_kind_asks",
            ),
            models.CheckConstraint(
                condition=Q(received_at=None, received_by=None)
                | Q(received_at__isnull=False, received_by__isnull=False),
                name="ppt_answer_received_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["alert", "-given_at"], name="ppt_answer_by_alert"),
            models.Index(
                fields=["given_at"], condition=Q(received_at=None), name="ppt_answer_unread"
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.given_at:%Y-%m-%d}"

    @property
    def reason_word(self) -> str:
        return str(REASON_WORDS.get(self.reason, ""))


REASON_WORDS = {**dict(PptAlert.Ended.choices), **dict(PptAnswer.NotNow.choices)}
