"""Evaluations."""

from datetime import date

import factory

from evaluations.models import CaseReview, Evaluation, SharedEvaluation
from tests.clock import NOW, TODAY
from tests.factories.accounts import PersonFactory
from tests.factories.cases import CaseFactory
from tests.factories.measures import MeasureFactory, SharedMeasureFactory


class EvaluationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Evaluation

    measure = factory.SubFactory(MeasureFactory, running=True)
    case = factory.SelfAttribute("measure.case")
    due_on = TODAY
    effect = "partly"
    next = "continue"
    next_on = date(2026, 12, 7)
    recorded_by = factory.SubFactory(PersonFactory)
    recorded_at = NOW


class SharedEvaluationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SharedEvaluation

    shared = factory.SubFactory(SharedMeasureFactory, running=True)
    due_on = TODAY
    effect = "partly"
    next = "continue"
    next_on = date(2026, 12, 7)
    recorded_by = factory.SubFactory(PersonFactory)
    recorded_at = NOW


class CaseReviewFactory(factory.django.DjangoModelFactory):
    """Waits; ``done=True`` for one that is answered."""

    class Meta:
        model = CaseReview

    class Params:
        done = factory.Trait(
            how="Det går bedre.",
            plan="goes_on",
            done_at=NOW,
            done_by=factory.SubFactory(PersonFactory),
        )

    case = factory.SubFactory(CaseFactory, state="follow_up")
    round = "autumn"
    school_year = 2026
    due_on = date(2026, 12, 4)
