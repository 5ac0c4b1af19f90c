"""What of a case is opened to the PPT office: by whose decision, which parts, and until when."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.reading import ReadIsNoted
from cases.models.access import CaseAccess
from cases.models.case import Case
from cases.models.words import words_of
from cases.querysets import PptOpeningQuerySet


class PptOpening(ReadIsNoted):
    """Level 1 (needed for the work of the school) or level 2 (by consent). ``content`` is what PPT
    reads: what was looked through and opened, as it stood then. PPT has no key to this row; one
    function of the database gives out the content while it stands (docs/adr/0020)."""

    class Part(models.TextChoices):
        PLACE = "place", _("Which school or kindergarten it is")
        NAMES = "names", _("Names")
        PROBLEM = "problem", _("The problem")
        PLAN = "plan", _("How the plan stands")
        COVERAGE = "coverage", _("Toward whom the measures go")
        TRIED = "tried", _("What has been tried, and what effect it had")
        CURVE = "curve", _("How safe it has been, over time")

    class Ending(models.TextChoices):
        WITHDRAWN = "withdrawn", _("Withdrawn")
        REPLACED = "replaced", _("Replaced by a newer one")
        ENDED = "ended", _("The case has ended")
        MOVED = "moved", _("Another place answers for the case")

    Ground = CaseAccess.Ground

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="ppt_openings")
    office = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    ground = models.CharField(max_length=8, choices=Ground)
    reason = models.TextField()
    # Of consent: from whom, when, and what they have agreed to.
    consent_from = models.CharField(max_length=120, blank=True, default="")
    consent_on = models.DateField(null=True, blank=True)
    consent_scope = models.TextField(blank=True, default="")
    parts = ArrayField(models.CharField(max_length=8, choices=Part))
    content = models.JSONField()
    # The last day on which PPT sees it.
    until = models.DateField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=9, choices=Ending, blank=True, default="")
    # Only who withdraws it says why.
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_reason = models.TextField(blank=True, default="")
    form_token = models.UUIDField(unique=True)

    objects = PptOpeningQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at=None), name="ppt_opening_one_open"
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & Q(parts__len__gte=1), name="ppt_opening_has_why_and_what"
            ),
            models.CheckConstraint(
                condition=Q(ground="consent", consent_on__isnull=False)
                & ~Q(consent_from="")
                & ~Q(consent_scope="")
                | Q(ground="needed", consent_on=None, consent_from="", consent_scope=""),
                name="ppt_opening_consent_is_somebodys",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ending="", ended_by=None, ended_reason="")
                | Q(ended_at__isnull=False, ending="withdrawn", ended_by__isnull=False)
                & ~Q(ended_reason="")
                | Q(ended_at__isnull=False, ended_by=None, ended_reason="")
                & Q(ending__in=["replaced", "ended", "moved"]),
                name="ppt_opening_ends_in_one_way",
            ),
        ]

    def __str__(self):
        return f"{self.case_id} {self.until}"

    @property
    def part_words(self) -> list[str]:
        return words_of(self.Part, self.parts)

    @property
    def is_by_consent(self) -> bool:
        return self.ground == self.Ground.CONSENT
