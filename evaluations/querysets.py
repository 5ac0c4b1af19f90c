"""Questions about evaluations."""

from datetime import date

from django.db import models
from django.db.models import BooleanField, Func, Q, Value, When
from django.db.models.functions import Coalesce

from accounts.models import Person
from cases.models import Case
from cases.querysets import StepOfYearQuerySet, closed_to
from cases.rules import UNSAFE_UNTIL
from measures.models import Measure, SharedMeasure
from organisations.permissions import people_with
from organisations.roles import Permission


def people_at_meeting(case: Case, today: date):
    """Those who may sit in a meeting about a case and sign in here: who follows it up, and who
    carries something out in it; nobody whom it is closed to."""
    leads = people_with(Permission.WRITE_CASES, at=case.held_by, today=today)
    carries_out = Person.objects.filter(pk__in=case.people_with_a_part(), is_active=True)
    return (leads | carries_out).exclude(pk__in=closed_to(case, today)).distinct()


class AnswerQuerySet(models.QuerySet):
    """Answers about rows of the model that the field ``about`` names."""

    about: str

    def newest_first(self):
        return self.order_by("-recorded_at", "-id")

    def last_effects(self):
        """The effect that was answered last, by the id of what it is about."""
        return dict(self.order_by("recorded_at", "id").values_list(self.about, "effect"))


class EvaluationQuerySet(AnswerQuerySet):
    about = "measure"

    def visible_to(self, viewer):
        """Evaluations of the measures that the viewer sees."""
        return self.filter(measure__in=Measure.objects.visible_to(viewer))

    def with_disagreement(self):
        """Each with ``disagrees``: it works, says the adult, while the pupil's own answer is 1 or
        2, or lower than before. By the answer as it stands, also when that was set right since."""
        worse = Func(
            "safety", Value(UNSAFE_UNTIL),
            function="evaluations_is_worse", output_field=BooleanField(),
        )  # fmt: skip
        asked = models.Case(When(Q(effect="yes", safety__isnull=False), then=worse))
        return self.annotate(disagrees=Coalesce(asked, False))


class SharedEvaluationQuerySet(AnswerQuerySet):
    about = "shared"

    def visible_to(self, viewer):
        """Answers about the shared measures that the viewer sees."""
        return self.filter(shared__in=SharedMeasure.objects.visible_to(viewer))


class CaseReviewQuerySet(StepOfYearQuerySet):
    def answered(self):
        return self.filter(done_at__isnull=False).order_by("-done_at", "-id")
