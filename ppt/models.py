"""What PPT keeps for itself."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models import PptAlert
from ppt.querysets import NoteQuerySet


class Note(models.Model):
    """PPT's own note about an alert: read at the office alone. Never changed; a correction is a new
    one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    alert = models.ForeignKey(PptAlert, models.PROTECT, related_name="notes")
    # The alert's own: the wall asks for it.
    office = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    text = models.TextField()
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    form_token = models.UUIDField(unique=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="ppt_note_has_text")]
        indexes = [models.Index(fields=["alert", "-written_at"], name="ppt_note_by_alert")]

    def __str__(self):
        return f"{self.written_at:%Y-%m-%d}"
