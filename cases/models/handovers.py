"""A case is handed on over the summer: what is written when, and who is there meanwhile."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.year import StepOfYear
from cases.querysets import HandoverQuerySet


class Handover(StepOfYear):
    """One step of handing an open case on, done by whoever follows it up."""

    class Kind(models.TextChoices):
        MAY = "may", _("A note for the division of classes")
        JUNE = "june", _("Handover, and who is there in the summer")
        AUGUST = "august", _("The first talk after the summer")
        PLAN = "plan", _("The measures in the new school year")

    case = models.ForeignKey(Case, models.PROTECT, related_name="handovers")
    kind = models.CharField(max_length=6, choices=Kind)
    text = models.TextField(blank=True, default="")
    # In June who is there in the summer, with dates; in August who follows up the year.
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    contact_from = models.DateField(null=True, blank=True)
    contact_until = models.DateField(null=True, blank=True)

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
