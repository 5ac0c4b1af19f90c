"""Where things happen, and who serves whom."""

import uuid
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organisations.law import advice_on
from organisations.models.orgnr import is_orgnr
from organisations.querysets import OrganisationQuerySet, PptServiceQuerySet


def validate_orgnr(text: str) -> None:
    if not is_orgnr(text):
        raise ValidationError(_("Write nine digits. The last one is a check digit."))


class Organisation(models.Model):
    """An owner, a unit (school or kindergarten) under it, or a PPT office."""

    class Kind(models.TextChoices):
        OWNER = "owner", _("Owner")
        SCHOOL = "school", _("School")
        KINDERGARTEN = "kindergarten", _("Kindergarten")
        PPT = "ppt", _("PPT office")

    class Regime(models.TextChoices):
        EDUCATION_ACT = "education_act", _("The Education Act")
        INDEPENDENT_SCHOOLS_ACT = "independent_schools_act", _("The Independent Schools Act")
        KINDERGARTEN_ACT = "kindergarten_act", _("The Kindergarten Act")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(_("name"), max_length=120)
    orgnr = models.CharField(
        _("organisation number"), max_length=9, unique=True, validators=[validate_orgnr]
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("owner"),
    )
    regime = models.CharField(max_length=24, choices=Regime, blank=True, default="")
    language = models.CharField(
        max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )

    # Of an owner: the working days in which PPT is to answer its units. Empty: as recommended.
    PPT_ANSWER_DAYS = (1, 20)
    ppt_answer_days = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="owner", parent=None, regime="")
                | Q(kind="school", parent__isnull=False)
                & Q(regime__in=["education_act", "independent_schools_act"])
                | Q(kind="kindergarten", parent__isnull=False, regime="kindergarten_act")
                | Q(kind="ppt", parent__isnull=False, regime=""),
                name="organisation_kind_goes_with_parent_and_regime",
            ),
            models.CheckConstraint(
                condition=Q(ppt_answer_days=None)
                | Q(kind="owner", ppt_answer_days__gte=1, ppt_answer_days__lte=20),
                name="organisation_ppt_answers_within_days",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_unit(self) -> bool:
        return self.kind in (self.Kind.SCHOOL, self.Kind.KINDERGARTEN)

    @property
    def owner_id(self):
        """The owner that answers for this place: itself, when it is one."""
        return self.parent_id or self.pk

    @property
    def chosen_days_for_ppt(self) -> int | None:
        """Working days in which PPT is to answer, where the owner has chosen."""
        return (self.parent or self).ppt_answer_days

    def days_for_ppt(self, today: date) -> int:
        """The same, and where nobody has chosen what is recommended on the day."""
        advised: int = advice_on("deadlines", today)["ppt_answer"]["length"]
        return self.chosen_days_for_ppt or advised


def fewest_days_for_ppt(office: Organisation, today: date) -> int | None:
    """As ``chosen_days_for_ppt``, of that owner served by the office which waits the shortest: for
    alerts that do not tell whose they are (docs/adr/0028)."""
    owners = Organisation.objects.owners_served_by(office)
    found = [(one.days_for_ppt(today), one.ppt_answer_days) for one in owners]
    return min(found, key=lambda one: (one[0], one[1] is None), default=(0, None))[1]


class PptService(models.Model):
    """A PPT office serves an owner's units, or one unit; the unit's own row goes first."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(Organisation, models.PROTECT, related_name="services")
    serves = models.OneToOneField(Organisation, models.PROTECT, related_name="ppt_service")

    objects = PptServiceQuerySet.as_manager()

    def __str__(self):
        return f"{self.office} → {self.serves}"
