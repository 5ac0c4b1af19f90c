"""When others look at the case too: the county governor, and those who need it kept whole."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit.reading import ReadIsNoted
from cases.models.case import Case
from cases.querysets import (
    CountyCaseQuerySet,
    LegalHoldQuerySet,
    LetterQuerySet,
    OrderedActQuerySet,
)


class CountyCase(ReadIsNoted):
    """The county governor looks at the case while the school goes on with it (12-6)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="county_cases")
    opened_on = models.DateField()
    their_reference = models.CharField(max_length=40, blank=True, default="")
    decided_on = models.DateField(null=True, blank=True)
    decision = models.TextField(blank=True, default="")
    ended_on = models.DateField(null=True, blank=True)
    form_token = models.UUIDField(unique=True)

    objects = CountyCaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_on=None), name="county_case_one_open"
            ),
            models.CheckConstraint(
                condition=Q(decided_on=None, decision="")
                | Q(decided_on__gte=F("opened_on")) & ~Q(decision=""),
                name="county_case_decision_has_day_and_text",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("opened_on")),
                name="county_case_ends_after_it_opens",
            ),
        ]

    def __str__(self):
        return f"{self.case_id} {self.opened_on}"


class Letter(ReadIsNoted):
    """A letter to or from the county governor. Never changed."""

    class Direction(models.TextChoices):
        IN = "in", _("From the county governor")
        OUT = "out", _("To the county governor")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="letters")
    county_case = models.ForeignKey(CountyCase, models.PROTECT, related_name="letters")
    direction = models.CharField(max_length=3, choices=Direction)
    dated_on = models.DateField()
    about = models.TextField()
    answer_due_on = models.DateField(null=True, blank=True)
    # Of a letter to them: the one from them that it answers.
    answers = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="answered_by"
    )
    attachment = models.ForeignKey(
        "cases.Attachment", models.PROTECT, null=True, blank=True, related_name="letters"
    )
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    form_token = models.UUIDField(unique=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(about=""), name="letter_has_text"),
            models.CheckConstraint(
                condition=Q(answers=None) | Q(direction="out"), name="letter_to_them_answers"
            ),
            models.CheckConstraint(
                condition=Q(answer_due_on=None)
                | Q(direction="in", answer_due_on__gte=F("dated_on")),
                name="letter_from_them_waits_for_an_answer",
            ),
        ]
        indexes = [models.Index(fields=["case", "-dated_on"], name="letter_by_case")]

    def __str__(self):
        return f"{self.direction} {self.dated_on}"


class OrderedAct(ReadIsNoted):
    """What the county governor has ordered, and by when: the owner's duty. The owner sees the act
    with the reference of the case, and not the case."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="ordered_acts")
    county_case = models.ForeignKey(CountyCase, models.PROTECT, related_name="ordered_acts")
    owner = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    reference = models.CharField(max_length=8)
    act = models.TextField()
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    how = models.TextField(blank=True, default="")
    form_token = models.UUIDField(unique=True)

    objects = OrderedActQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(act=""), name="ordered_act_has_text"),
            models.CheckConstraint(
                condition=Q(done_on=None, done_by=None, how="")
                | Q(done_on__isnull=False, done_by__isnull=False) & ~Q(how=""),
                name="ordered_act_done_by_somebody_in_some_way",
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "due_on"], condition=Q(done_on=None), name="ordered_act_due"
            )
        ]

    def __str__(self):
        return f"{self.case_id} {self.due_on}"


class LegalHold(ReadIsNoted):
    """While it stands, the case is neither closed nor voided, and nothing in it is thinned."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="legal_holds")
    reason = models.TextField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.TextField(blank=True, default="")

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at=None), name="legal_hold_one_open"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="legal_hold_has_a_reason"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, ended_reason="")
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_reason=""),
                name="legal_hold_ended_by_somebody_with_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.case_id} {self.set_at:%Y-%m-%d}"
