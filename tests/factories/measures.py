"""Plans and measures."""

import uuid
from datetime import date

import factory

from measures.models import Measure, Plan, PlanVersion, Succession
from tests.clock import NOW, TODAY
from tests.factories.accounts import PersonFactory
from tests.factories.cases import CaseFactory


class PlanFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Plan

    case = factory.SubFactory(CaseFactory)
    problem = "Eleven blir stengt ute i friminuttene."
    created_at = NOW


class PlanVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PlanVersion

    plan = factory.SubFactory(PlanFactory)
    case = factory.SelfAttribute("plan.case")
    number = 1
    best_interests = "Vurdert sammen med eleven."
    content = factory.LazyFunction(dict)
    made_by = factory.SubFactory(PersonFactory)
    made_at = NOW


class MeasureFactory(factory.django.DjangoModelFactory):
    """A planned measure; ``running=True`` gives one that runs and is evaluated in a week."""

    class Meta:
        model = Measure

    class Params:
        running = factory.Trait(state="running", evaluate_on=date(2026, 11, 30))

    plan = factory.SubFactory(PlanFactory)
    case = factory.SelfAttribute("plan.case")
    title = factory.Sequence(lambda n: f"Tiltak {n}")
    how = "Slik gjør vi det her."
    why = "Fordi det svarer på problemet."
    state = "planned"
    target_groups = ["exposed"]
    level = "individual"
    responsible = factory.SubFactory(PersonFactory)
    starts_on = TODAY
    started_on = factory.LazyAttribute(
        lambda measure: None if measure.state == "planned" else measure.starts_on
    )
    form_token = factory.LazyFunction(uuid.uuid4)
    created_at = NOW


class SuccessionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Succession

    measure = factory.SubFactory(MeasureFactory)
    predecessor = factory.SubFactory(
        MeasureFactory, plan=factory.SelfAttribute("..measure.plan"), ends_on=date(2026, 12, 4)
    )
    case = factory.SelfAttribute("measure.case")
