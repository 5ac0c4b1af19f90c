"""Pupils and the children of kindergartens, their groups and guardians. No national id number,
no address, no photo: what is not stored cannot leak."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.searching import searched
from pupils.querysets import GroupQuerySet, PlacementQuerySet, PupilQuerySet


def _by_import() -> models.ForeignKey:
    """Which file did it, so that a whole file can be undone. Empty when it was done by hand."""
    return models.ForeignKey(
        "pupils.PupilImport",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )


class Group(models.Model):
    """A class or a kindergarten group in one school year, with its contact teachers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="groups")
    name = models.CharField(_("name"), max_length=40)
    school_year = models.PositiveSmallIntegerField()
    # 1 to 13 at school; empty in a kindergarten.
    stage = models.PositiveSmallIntegerField(null=True, blank=True)
    contact_teachers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="groups", blank=True
    )
    imported_in = _by_import()

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ["stage", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "school_year", "name"], name="group_name_unique_in_year"
            )
        ]

    def __str__(self):
        return self.name


class Pupil(models.Model):
    """A pupil, or a child in a kindergarten."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="pupils")
    name = models.CharField(_("name"), max_length=120)
    sort_key = models.CharField(max_length=200, editable=False)
    search_key = models.GeneratedField(
        expression=searched("name"), output_field=models.TextField(), db_persist=True
    )
    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, blank=True, default="")
    protected = models.BooleanField(_("protected identity"), default=False)
    left_on = models.DateField(null=True, blank=True)
    # The id that the school's own system knows the pupil by. Never a national id number.
    source_id = models.CharField(max_length=64, blank=True, default="", editable=False)
    imported_in = _by_import()
    left_in = _by_import()

    objects = PupilQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["unit", "sort_key"], name="pupil_by_name")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "source_id"],
                condition=~Q(source_id=""),
                name="pupil_source_id_once_at_unit",
            )
        ]

    def __str__(self):
        return self.name


class Placement(models.Model):
    """A pupil in a group between two dates, both included."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pupil = models.ForeignKey(Pupil, models.PROTECT, related_name="placements")
    group = models.ForeignKey(Group, models.PROTECT, related_name="placements")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    imported_in = _by_import()
    ended_in = _by_import()

    objects = PlacementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="placement_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["pupil", "group"],
                condition=Q(ends_on=None),
                name="placement_once_in_a_group",
            ),
        ]

    def __str__(self):
        return f"{self.pupil_id} {self.group_id}"


class Guardian(models.Model):
    """Somebody who answers for a pupil at home, and whether the school may inform them."""

    class Information(models.TextChoices):
        KEPT_INFORMED = "kept_informed", _("Kept informed")
        ON_REQUEST = "on_request", _("On request")
        REFUSED = "refused", _("Not informed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pupil = models.ForeignKey(Pupil, models.PROTECT, related_name="guardians")
    name = models.CharField(_("name"), max_length=120)
    relation = models.CharField(_("relation"), max_length=60)
    parental_responsibility = models.BooleanField(_("has parental responsibility"), default=True)
    language = models.CharField(_("language"), max_length=40, blank=True, default="")
    information = models.CharField(
        max_length=16, choices=Information, default=Information.KEPT_INFORMED
    )
    information_reason = models.CharField(max_length=300, blank=True, default="")
    information_decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    imported_in = _by_import()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(information="kept_informed")
                | ~Q(information_reason="") & Q(information_decided_by__isnull=False),
                name="guardian_information_limit_has_reason_and_decider",
            )
        ]

    def __str__(self):
        return self.name
