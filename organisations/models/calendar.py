"""The school calendar: what owners enter for their units, and what a unit changes."""

import uuid

from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organisations import calendar
from organisations.models.places import Organisation


def _date(years_later: int, month: int, day: int) -> Func:
    parts = (F("starts") + Value(years_later), Value(month), Value(day))
    return Func(*parts, function="make_date", output_field=models.DateField())


class SchoolYear(models.Model):
    """One school year (1 August to 31 July) of an owner's schools or kindergartens, or of one unit.

    An owner's row is a calendar. A unit's row holds only what differs: an empty first or last day
    is the owner's. ``changed_at`` moves with every change of the row or its periods, so that those
    who have counted dates in it can ask what to count again. A year is never deleted.
    """

    class Kind(models.TextChoices):
        SCHOOL = "school", _("Schools")
        KINDERGARTEN = "kindergarten", _("Kindergartens")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="school_years")
    kind = models.CharField(max_length=12, choices=Kind)
    starts = models.PositiveSmallIntegerField()
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["starts", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "starts"], name="school_year_once"
            ),
            models.UniqueConstraint(fields=["id", "starts"], name="school_year_keeps_its_start"),
            models.CheckConstraint(
                condition=Q(kind__in=["school", "kindergarten"]), name="school_year_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(starts__range=(calendar.FIRST_YEAR, calendar.LAST_YEAR)),
                name="school_year_can_be_counted_in",
            ),
            models.CheckConstraint(
                condition=Q(first_day__lte=F("last_day"))
                & Q(first_day__gte=_date(0, 8, 1))
                & Q(last_day__lte=_date(1, 7, 31)),
                name="school_year_dates_inside",
            ),
        ]

    def __str__(self):
        return f"{self.starts}/{self.starts + 1}"

    def rule(self) -> calendar.Year:
        """The same as a pure year to count in. Reads ``periods``: prefetch them."""
        spans = sorted(period.rule() for period in self.periods.all())
        return calendar.Year(self.starts, self.first_day, self.last_day, tuple(spans))


class Period(models.Model):
    """Dates within a school year on which children do not come, or, at a unit, come all the same.

    Periods of one school year never overlap: the database refuses it (see the migration).
    """

    class Kind(models.TextChoices):
        BREAK = calendar.Kind.BREAK.value, pgettext_lazy("calendar", "Break")
        PLANNING = calendar.Kind.PLANNING.value, _("Planning day")
        CLOSED = calendar.Kind.CLOSED.value, pgettext_lazy("calendar", "Closed")
        OPEN = calendar.Kind.OPEN.value, _("Open all the same")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school_year = models.ForeignKey(SchoolYear, models.PROTECT, related_name="periods")
    starts = models.PositiveSmallIntegerField()  # the school year's own, held equal by the database
    first_day = models.DateField()
    last_day = models.DateField()
    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_day__lte=F("last_day"))
                & Q(first_day__gte=_date(0, 8, 1))
                & Q(last_day__lte=_date(1, 7, 31)),
                name="period_inside_its_school_year",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in calendar.Kind]),
                name="period_kind_known",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.first_day} – {self.last_day}"

    def rule(self) -> calendar.Span:
        return calendar.Span(self.first_day, self.last_day, calendar.Kind(self.kind), self.name)
