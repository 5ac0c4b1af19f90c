"""Files that belong to a case, what was seen online, and phones that were handed in."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit.reading import ReadIsNoted
from cases.models.case import Case
from cases.models.people import Involvement
from cases.querysets import CasePartQuerySet

LARGEST_FILE = 10 * 1024 * 1024
LARGEST_CASE = 100 * 1024 * 1024


class Attachment(ReadIsNoted):
    """A file as it was received. Its bytes lie apart, so that no list loads them; taken away, the
    row stays as a tombstone."""

    class ContentType(models.TextChoices):
        JPEG = "image/jpeg", _("Picture (JPEG)")
        PNG = "image/png", _("Picture (PNG)")
        PDF = "application/pdf", _("Document (PDF)")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="attachments")
    title = models.CharField(max_length=120)
    content_type = models.CharField(max_length=20, choices=ContentType)
    size = models.PositiveIntegerField()
    # Of the file as it was received, in hexadecimal.
    sha256 = models.CharField(max_length=64)
    source = models.CharField(max_length=200)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_reason = models.TextField(blank=True, default="")
    form_token = models.UUIDField(unique=True)

    objects = CasePartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(size__gte=1, size__lte=LARGEST_FILE), name="attachment_size_has_limits"
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="attachment_has_a_hash"
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None, removed_reason="")
                | Q(removed_at__isnull=False, removed_by__isnull=False) & ~Q(removed_reason=""),
                name="attachment_removed_by_somebody_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["case", "-received_at"], name="attachment_by_case")]

    def __str__(self):
        return f"{self.content_type} {self.case_id}"


class AttachmentContent(ReadIsNoted):
    """The bytes: as received, and a picture drawn anew to be looked at. Deleted when the file is
    taken away: the only rows of a case that can be."""

    attachment = models.OneToOneField(
        Attachment, models.PROTECT, primary_key=True, related_name="content"
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    received = models.BinaryField()
    shown = models.BinaryField(null=True, blank=True)

    objects = CasePartQuerySet.as_manager()

    def __str__(self):
        return str(self.attachment_id)


class Evidence(ReadIsNoted):
    """Something that was said or shown online. What shows nudity or anything sexual is described in
    words: such a file is never stored. Never changed."""

    class Kind(models.TextChoices):
        MESSAGES = "messages", _("Messages or a group chat")
        PICTURE = "picture", _("A picture or a film that was shared")
        POST = "post", _("A post or comments")
        PROFILE = "profile", _("A false profile")
        SHUT_OUT = "shut_out", _("Shut out of a group or a game")
        THREAT = "threat", _("Threats")
        OTHER = "other", _("Something else")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=10, choices=Kind)
    service = models.CharField(max_length=80)
    happened_on = models.DateField()
    source = models.CharField(max_length=200)
    described = models.TextField()
    shows_sexual = models.BooleanField()
    attachment = models.OneToOneField(
        Attachment, models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    form_token = models.UUIDField(unique=True)

    objects = CasePartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(shows_sexual=False) | Q(attachment=None),
                name="evidence_of_sexual_kind_has_no_file",
            ),
            models.CheckConstraint(condition=~Q(described=""), name="evidence_is_described"),
        ]
        indexes = [models.Index(fields=["case", "-written_at"], name="evidence_by_case")]

    def __str__(self):
        return f"{self.kind} {self.happened_on}"


class PhoneLog(ReadIsNoted):
    """A phone that was handed in: on what ground, by whom, and when it was given back. The same
    day, unless the guardians agree otherwise."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="phones")
    involvement = models.ForeignKey(Involvement, models.PROTECT, related_name="phones")
    ground = models.TextField()
    taken_by = models.CharField(max_length=120)
    taken_at = models.DateTimeField()
    return_on = models.DateField()
    # Empty where the phone goes back the same day.
    agreed_with = models.CharField(max_length=200, blank=True, default="")
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    form_token = models.UUIDField(unique=True)

    objects = CasePartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(ground=""), name="phone_has_a_ground"),
            models.CheckConstraint(
                condition=Q(returned_at=None, returned_by=None)
                | Q(returned_at__gte=F("taken_at"), returned_by__isnull=False),
                name="phone_returned_after_it_was_taken",
            ),
        ]
        indexes = [
            models.Index(
                fields=["return_on"], condition=Q(returned_at=None), name="phone_to_return"
            )
        ]

    def __str__(self):
        return f"{self.case_id} {self.return_on}"
