"""The answers. Immutable: a second thought is a new evaluation. And the reviews of whole cases."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audit.reading import ReadIsNoted
from cases.models.words import words_of
from cases.models.year import StepOfYear
from evaluations.querysets import (
    CaseReviewQuerySet,
    EvaluationQuerySet,
    SharedEvaluationQuerySet,
)


class Answer(models.Model):
    """Did it work, and what is next? Given once for a due date."""

    class Effect(models.TextChoices):
        YES = "yes", _("Yes")
        PARTLY = "partly", _("Partly")
        NO = "no", _("No")
        TOO_EARLY = "too_early", _("Too early to say")

    class Next(models.TextChoices):
        CONTINUE = "continue", _("Continue")
        ADJUST = "adjust", _("Adjust")
        REPLACE = "replace", _("Replace")
        STOP = "stop", _("Stop")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    due_on = models.DateField()
    effect = models.CharField(max_length=10, choices=Effect)
    next = models.CharField(max_length=10, choices=Next)
    next_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True, default="")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True


class Evaluation(ReadIsNoted, Answer):
    """Did this measure work, and what is next? Given once per measure and due date."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="evaluations")
    measure = models.ForeignKey("measures.Measure", models.PROTECT, related_name="evaluations")
    # Empty when the measure concerns nobody exposed by name.
    safety = models.ForeignKey(
        "cases.SafetyAnswer", models.PROTECT, null=True, related_name="evaluations"
    )
    # Why it was not carried out as planned; empty when it was.
    not_as_planned = models.TextField(blank=True, default="")

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "due_on"], name="evaluation_once_per_due_date"
            ),
            models.CheckConstraint(
                condition=Q(next__in=["continue", "adjust"], next_on__isnull=False)
                | Q(next__in=["replace", "stop"], next_on=None),
                name="evaluation_continued_has_a_next_date",
            ),
        ]
        indexes = [models.Index(fields=["case", "-recorded_at"], name="evaluation_by_case")]

    def __str__(self):
        return f"{self.measure_id} {self.due_on}"

    @property
    def asked_here(self) -> bool:
        """The safety answer was given in this evaluation, not in one of another measure before."""
        return self.safety is not None and self.safety.recorded_at == self.recorded_at

    @property
    def carried_out(self) -> bool:
        """As planned since the last time."""
        return not self.not_as_planned


def effect_on(title: str, effect: str) -> str:
    """A line that says whether a measure helped; without an effect, that nobody has answered."""
    sentences = {
        Evaluation.Effect.YES: gettext("%(measure)s: it helped"),
        Evaluation.Effect.PARTLY: gettext("%(measure)s: it helped partly"),
        Evaluation.Effect.NO: gettext("%(measure)s: it did not help"),
        Evaluation.Effect.TOO_EARLY: gettext("%(measure)s: too early to say"),
        "": gettext("%(measure)s: not evaluated yet"),
    }
    return sentences[effect] % {"measure": title}


class SharedEvaluation(Answer):
    """The answer to one due date of a shared measure: given once, for all plans that it stands in.
    It asks nothing about a child."""

    shared = models.ForeignKey("measures.SharedMeasure", models.PROTECT, related_name="evaluations")

    objects = SharedEvaluationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shared", "due_on"], name="shared_evaluation_once_per_due_date"
            ),
            models.CheckConstraint(
                condition=Q(next__in=["continue", "adjust"], next_on__isnull=False)
                | Q(next="stop", next_on=None),
                name="shared_evaluation_continued_has_a_next_date",
            ),
        ]

    def __str__(self):
        return f"{self.shared_id} {self.due_on}"


class CaseReview(StepOfYear):
    """The whole case is looked over, each term and before the summer, by whoever answers for it."""

    class Round(models.TextChoices):
        AUTUMN = "autumn", _("Autumn term")
        SPRING = "spring", _("Spring term")
        SUMMER = "summer", _("Before the summer")

    class Help(models.TextChoices):
        PPT = "ppt", _("PPT")
        BUP = "bup", _("BUP (mental health care for children and young people)")
        COUNTY = "county", _("The county governor")
        OTHER = "other", _("Others, for example the school nurse")

    class Plan(models.TextChoices):
        GOES_ON = "goes_on", _("The plan goes on")
        CHANGE = "change", _("The plan is to be changed")
        MONITOR = "monitor", _("The case is to be monitored")

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="reviews")
    round = models.CharField(max_length=6, choices=Round)
    how = models.TextField(blank=True, default="")
    # From whom professional help is asked for; empty when none is needed now.
    help = ArrayField(models.CharField(max_length=6, choices=Help), default=list, blank=True)
    plan = models.CharField(max_length=7, choices=Plan, blank=True, default="")

    objects = CaseReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "school_year", "round"], name="review_once_a_round"
            ),
            models.CheckConstraint(
                condition=Q(round__in=["autumn", "spring", "summer"]), name="review_round_known"
            ),
            models.CheckConstraint(
                condition=Q(help__contained_by=["ppt", "bup", "county", "other"]),
                name="review_help_known",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None, how="", help=[], plan="")
                | Q(
                    done_at__isnull=False,
                    done_by__isnull=False,
                    plan__in=["goes_on", "change", "monitor"],
                )
                & ~Q(how=""),
                name="review_done_by_somebody_with_words",
            ),
        ]
        indexes = [
            models.Index(
                fields=["school_year", "due_on"], condition=Q(done_at=None), name="review_due"
            )
        ]

    def __str__(self):
        return f"{self.round} {self.due_on}"

    @property
    def help_words(self) -> str:
        return ", ".join(words_of(CaseReview.Help, self.help))
