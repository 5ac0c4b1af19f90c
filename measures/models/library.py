"""What an owner adds to the library of measures, and what it hides there. No case data."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from measures.models.words import Level, Target


class OwnMeasure(models.Model):
    """A measure that an owner has worded for its own schools and kindergartens. Like those of the
    library it is a starting point, to be adapted in each plan."""

    class Regime(models.TextChoices):
        BOTH = "", _("Schools and kindergartens")
        SCHOOL = "school", _("Schools")
        KINDERGARTEN = "kindergarten", _("Kindergartens")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    title_nb = models.CharField(max_length=120, blank=True, default="")
    title_nn = models.CharField(max_length=120, blank=True, default="")
    what_nb = models.TextField(blank=True, default="")
    what_nn = models.TextField(blank=True, default="")
    look_for_nb = models.TextField(blank=True, default="")
    look_for_nn = models.TextField(blank=True, default="")
    target_groups = ArrayField(models.CharField(max_length=10, choices=Target))
    level = models.CharField(max_length=10, choices=Level)
    regime = models.CharField(max_length=12, choices=Regime, blank=True, default="")
    digital = models.BooleanField(default=False)
    prevents = models.BooleanField(default=False)
    # Ages in whole years that it is meant for; empty is any.
    age_from = models.PositiveSmallIntegerField(null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(null=True, blank=True)
    weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    interval_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    hidden = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    form_token = models.UUIDField(unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(title_nb="") | ~Q(title_nn=""), name="own_measure_has_a_title"
            ),
            models.CheckConstraint(
                condition=Q(target_groups__len__gte=1), name="own_measure_has_a_target_group"
            ),
            models.CheckConstraint(
                condition=Q(age_from=None) | Q(age_to=None) | Q(age_to__gte=F("age_from")),
                name="own_measure_ages_in_order",
            ),
            models.CheckConstraint(
                condition=Q(weeks=None) | Q(weeks__range=(1, 52)), name="own_measure_within_a_year"
            ),
            models.CheckConstraint(
                condition=Q(interval_weeks=None) | Q(interval_weeks__range=(1, 52)),
                name="own_measure_interval_within_a_year",
            ),
            models.CheckConstraint(
                condition=Q(prevents=False) | Q(digital=True),
                name="own_measure_prevents_is_digital",
            ),
        ]
        indexes = [models.Index(fields=["owner"], name="own_measure_of_owner")]

    def __str__(self):
        return self.title_nb or self.title_nn


class HiddenMeasure(models.Model):
    """A measure of the common library that an owner does not offer its units."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    hidden_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    hidden_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "key"], name="library_measure_hidden_once")
        ]

    def __str__(self):
        return f"{self.owner_id} {self.key}"
