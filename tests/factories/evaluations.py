"""Evaluations."""

from datetime import date

import factory

from evaluations.models import Evaluation, SharedEvaluation
from tests.clock import NOW, TODAY
from tests.factories.accounts import PersonFactory
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
