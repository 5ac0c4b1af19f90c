"""Files of people that are looked over, confirmed and done in steps. Nothing is written to the
lists before somebody has confirmed it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pupils.querysets import ImportQuerySet


class PupilImport(models.Model):
    """One file of people at one unit, from upload to done. Its lines are staged in ``ImportChunk``
    and thrown away as they are done; what stays here are headings that were chosen, and numbers.
    """

    class Kind(models.TextChoices):
        CLASSES = "classes", _("Classes")
        PUPILS = "pupils", _("Pupils")
        GUARDIANS = "guardians", _("Guardians")
        STAFF = "staff", _("People who work here")

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Columns not chosen")
        CHECKED = "checked", _("Not confirmed")
        CONFIRMED = "confirmed", _("Under way")
        DONE = "done", pgettext_lazy("import", "Done")
        CANCELLED = "cancelled", _("Thrown away")
        UNDONE = "undone", _("Undone")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="imports")
    kind = models.CharField(max_length=12, choices=Kind)
    school_year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=State, default=State.UPLOADED)
    sha256 = models.CharField(max_length=64)
    headings = models.JSONField(default=list)
    # Field -> heading; offered again for the next file of the kind at the unit.
    mapping = models.JSONField(default=dict)
    # Outcome -> number of lines: as looked over, and after that as done.
    counts = models.JSONField(default=dict)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["unit", "-uploaded_at"], name="import_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["classes", "pupils", "guardians", "staff"]),
                name="import_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["uploaded", "checked", "cancelled"],
                    confirmed_by=None,
                    confirmed_at=None,
                    finished_at=None,
                )
                | Q(
                    state="confirmed",
                    confirmed_by__isnull=False,
                    confirmed_at__isnull=False,
                    finished_at=None,
                )
                | Q(
                    state__in=["done", "undone"],
                    confirmed_by__isnull=False,
                    confirmed_at__isnull=False,
                    finished_at__isnull=False,
                ),
                name="import_state_goes_with_its_times",
            ),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="import_done_in_total"),
            # Two files at once would trip over each other's pupils and classes.
            models.UniqueConstraint(
                fields=["unit"], condition=Q(state="confirmed"), name="import_one_under_way"
            ),
        ]

    def __str__(self):
        return f"{self.unit_id} {self.kind} {self.state}"

    @property
    def may_be_undone(self) -> bool:
        """As far as its kind and state go: people who work here are not taken away."""
        return self.state == self.State.DONE and self.kind != self.Kind.STAFF


class ImportChunk(models.Model):
    """Some lines of an import as they stood in the file, and what is to become of each.

    Holds children's names, so it is deleted as soon as it is done, and after 30 days anyway.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pupil_import = models.ForeignKey(PupilImport, models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    # [line in the file, [cells]], or for those who leave [pupil's id, name].
    lines = models.JSONField(default=list)
    # [line in the file, outcome, details], as looked over.
    outcomes = models.JSONField(default=list)
    leaving = models.BooleanField(default=False)
    staged_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["pupil_import", "number"], name="import_chunk_once")
        ]

    def __str__(self):
        return f"{self.pupil_import_id} {self.number}"
