"""What the school looks into, and what the owner is told."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.reading import ReadIsNoted
from cases.models.case import Case
from cases.models.words import words_of
from cases.querysets import CasePartQuerySet, InvestigationQuerySet, OwnerNoticeQuerySet


class Investigation(ReadIsNoted):
    """How it was looked into, and what that showed. The newest text stands; each earlier one is
    kept, and two people cannot replace the same one."""

    class Method(models.TextChoices):
        TALKS = "talks", _("Talks with pupils")
        GUARDIANS = "guardians", _("Talks with guardians")
        STAFF = "staff", _("Talks with staff")
        OBSERVATION = "observation", _("Observation")
        SURVEY = "survey", _("A survey with names")
        SOCIOGRAM = "sociogram", _("A map of who is with whom")
        DIGITAL = "digital", _("What was shown on a screen")
        OTHER = "other", _("Another method")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="investigations")
    methods = ArrayField(models.CharField(max_length=12, choices=Method))
    showed = models.TextField()
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    form_token = models.UUIDField(unique=True)

    objects = InvestigationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(showed="") & Q(methods__len__gte=1),
                name="investigation_has_methods_and_text",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(replaces=None), name="investigation_begins_once"
            ),
        ]

    def __str__(self):
        return f"{self.case_id} {self.written_at:%Y-%m-%d}"

    @property
    def method_words(self) -> list[str]:
        return words_of(self.Method, self.methods)


class OwnerNotice(ReadIsNoted):
    """The owner was told: when, by whom, and to whom it went. ``receivers`` are people's ids; it is
    empty where nobody could be told here, and ``told_in`` is the entry that says how the owner was
    told in another way."""

    class Kind(models.TextChoices):
        SERIOUS = "serious", _("A serious case")
        STAFF = "staff", _("Somebody who works there may be the one who violates")
        CLOSED_UNSAFE = "closed_unsafe", _("Closed while the pupil does not feel safe")
        VOIDED = "voided", _("Marked as wrongly registered")
        FILE_REMOVED = "file_removed", _("A file taken away while the case is on legal hold")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="owner_notices")
    owner = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=14, choices=Kind)
    reason = models.TextField()
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    told_at = models.DateTimeField()
    receivers = ArrayField(models.UUIDField(), default=list, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    received_at = models.DateTimeField(null=True, blank=True)
    told_in = models.ForeignKey(
        "cases.Entry", models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = OwnerNoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="owner_notice_has_a_reason"),
            models.CheckConstraint(
                condition=Q(received_at=None, received_by=None)
                | Q(received_at__isnull=False, received_by__isnull=False),
                name="owner_notice_received_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(kind="staff"),
                name="owner_notice_of_staff_once",
            ),
        ]
        indexes = [models.Index(fields=["owner", "-told_at"], name="owner_notice_of_owner")]

    def __str__(self):
        return f"{self.kind} {self.case_id}"


class StaffConcerned(ReadIsNoted):
    """Somebody who works there and whom the case is about: when informed, when heard. What the
    employer does then is no part of the child's case."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="staff_concerned")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    described = models.CharField(max_length=120, blank=True, default="")
    informed_on = models.DateField(null=True, blank=True)
    heard_on = models.DateField(null=True, blank=True)
    noted_at = models.DateTimeField()
    form_token = models.UUIDField(unique=True)

    objects = CasePartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, described="") | Q(person=None) & ~Q(described=""),
                name="staff_concerned_is_a_person_or_described",
            ),
            models.UniqueConstraint(
                fields=["case", "person"],
                condition=Q(person__isnull=False),
                name="staff_concerned_once",
            ),
        ]

    def __str__(self):
        return f"{self.case_id} {self.informed_on}"
