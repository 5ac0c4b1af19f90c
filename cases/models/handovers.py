"""A case is handed on over the summer: what is written when, and who is there meanwhile."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit.reading import ReadIsNoted
from cases.models.case import Case
from cases.querysets import HandoverQuerySet


class Handover(ReadIsNoted):
    """One step of handing an open case on in a school year. The daily round makes it due from the
    unit's calendar; whoever follows up the case does it, once."""

    class Kind(models.TextChoices):
        MAY = "may", _("A note for the division of classes")
        JUNE = "june", _("Handover, and who is there in the summer")
        AUGUST = "august", _("The first talk after the summer")
        PLAN = "plan", _("The measures in the new school year")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="handovers")
    kind = models.CharField(max_length=6, choices=Kind)
    # The school year in which the step falls, by the year in which it starts.
    school_year = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    # The calendar that the date rests on is not entered yet.
    provisional = models.BooleanField(default=False)
    text = models.TextField(blank=True, default="")
    # In June who is there in the summer, with dates; in August who follows up the year.
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    contact_from = models.DateField(null=True, blank=True)
    contact_until = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = HandoverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind", "school_year"], name="handover_step_once_a_year"
            ),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None, text="", contact=None)
                | Q(done_at__isnull=False, done_by__isnull=False) & (Q(kind="plan") | ~Q(text="")),
                name="handover_done_by_somebody_with_words",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None)
                | Q(kind__in=["may", "plan"], contact=None)
                | Q(kind__in=["june", "august"], contact__isnull=False),
                name="handover_names_who_is_there",
            ),
            models.CheckConstraint(
                condition=Q(contact_from=None, contact_until=None)
                & (~Q(kind="june") | Q(done_at=None))
                | Q(kind="june", done_at__isnull=False, contact_until__gte=F("contact_from")),
                name="handover_summer_has_dates",
            ),
        ]
        indexes = [
            models.Index(
                fields=["school_year", "due_on"], condition=Q(done_at=None), name="handover_due"
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.due_on}"

    @property
    def is_done(self) -> bool:
        return self.done_at is not None
