"""What PPT keeps for itself, and the measures that it is asked to take on."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.reading import ReadIsNoted
from cases.models import CaseAccess, PptAlert
from organisations.models import Organisation
from ppt.querysets import MeasureRequestQuerySet, NoteQuerySet


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


class MeasureRequest(ReadIsNoted):
    """A unit asks the PPT office that serves it to carry out a measure, or to be its deputy. Until
    somebody there has taken it on, the office reads ``title`` and ``text`` alone, through one
    function of the database: it has no key to this row (docs/adr/0027)."""

    class Part(models.TextChoices):
        RESPONSIBLE = "responsible", _("Carry out the measure")
        DEPUTY = "deputy", _("Be the deputy of the one who carries it out")

    class Ending(models.TextChoices):
        TAKEN = "taken", _("PPT has taken it on")
        DECLINED = "declined", _("PPT cannot")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        REPLACED = "replaced", _("Asked anew")

    Ground = CaseAccess.Ground

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="ppt_requests")
    measure = models.ForeignKey("measures.Measure", models.PROTECT, related_name="ppt_requests")
    office = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    # Who answered for the case then: whoever takes it over asks anew. ``Case.held_since`` alone
    # would not do: of two at the same moment, whoever takes it over may have read the clock first.
    held_by = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    part = models.CharField(max_length=11, choices=Part)
    # What PPT reads: the title as it was, and what is asked of them.
    title = models.CharField(max_length=120)
    text = models.TextField()
    # What lets the one who takes it on see the page of the measure.
    ground = models.CharField(max_length=8, choices=Ground)
    reason = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=9, choices=Ending, blank=True, default="")
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Why it is declined or withdrawn.
    answer = models.TextField(blank=True, default="")
    form_token = models.UUIDField(unique=True)

    objects = MeasureRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure"], condition=Q(ended_at=None), name="ppt_request_one_waiting"
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(text="") & ~Q(reason=""), name="ppt_request_has_words"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ending="", ended_by=None, answer="")
                | Q(ended_at__isnull=False, ended_by__isnull=False, answer="")
                & Q(ending__in=["taken", "replaced"])
                | Q(ended_at__isnull=False, ended_by__isnull=False)
                & Q(ending__in=["declined", "withdrawn"])
                & ~Q(answer=""),
                name="ppt_request_ends_in_one_way",
            ),
        ]

    def __str__(self):
        return f"{self.asked_at:%Y-%m-%d}"

    def stands(self, serving: Organisation | None) -> bool:
        """Can somebody at PPT take it on now? The same as ``ppt_waiting`` in the database."""
        case = self.case
        here = self.office == serving and self.office_id == case.alert.office_id
        held = self.held_by_id == case.held_by_id and (
            case.held_since is None or self.asked_at >= case.held_since
        )
        return (
            here and held and self.ended_at is None and case.is_open and self.measure.is_unfinished
        )
