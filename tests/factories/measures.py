"""Plans and measures."""

import uuid
from datetime import date

import factory

from measures.models import (
    Concerned,
    Decision,
    HiddenMeasure,
    Measure,
    MeasureEntry,
    OwnMeasure,
    Plan,
    PlanReference,
    PlanVersion,
    SetAside,
    SharedEntry,
    SharedMeasure,
    Succession,
)
from tests.clock import NOW, TODAY
from tests.factories.accounts import PersonFactory
from tests.factories.cases import CaseFactory, InvolvementFactory
from tests.factories.organisations import OwnerFactory, SchoolFactory


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
    title = factory.Sequence(lambda n: f"Tiltak {n:05d}")
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


class SetAsideFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SetAside

    plan = factory.SubFactory(PlanFactory)
    case = factory.SelfAttribute("plan.case")
    target = "bystanders"
    reason = "Ingen andre var til stede."
    set_by = factory.SubFactory(PersonFactory)
    set_at = NOW


class ConcernedFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Concerned

    measure = factory.SubFactory(MeasureFactory)
    case = factory.SelfAttribute("measure.case")
    involvement = factory.SubFactory(InvolvementFactory, case=factory.SelfAttribute("..case"))


class MeasureEntryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MeasureEntry

    measure = factory.SubFactory(MeasureFactory)
    case = factory.SelfAttribute("measure.case")
    happened_on = TODAY
    text = "Vi møttes ved porten."
    written_by = factory.SelfAttribute("measure.responsible")
    written_at = NOW
    form_token = factory.LazyFunction(uuid.uuid4)


class SharedMeasureFactory(factory.django.DjangoModelFactory):
    """A planned shared measure; ``running=True`` gives one that is evaluated in a week."""

    class Meta:
        model = SharedMeasure

    class Params:
        running = factory.Trait(state="running", started_on=TODAY, evaluate_on=date(2026, 11, 30))

    unit = factory.SubFactory(SchoolFactory)
    title = factory.Sequence(lambda n: f"Felles tiltak {n:05d}")
    how = "En time hver uke."
    target_groups = ["class"]
    responsible = factory.SubFactory(PersonFactory)
    starts_on = TODAY
    form_token = factory.LazyFunction(uuid.uuid4)
    created_by = factory.SelfAttribute("responsible")
    created_at = NOW


class SharedEntryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SharedEntry

    shared = factory.SubFactory(SharedMeasureFactory)
    happened_on = TODAY
    text = "Hele klassen var med."
    written_by = factory.SelfAttribute("shared.responsible")
    written_at = NOW
    form_token = factory.LazyFunction(uuid.uuid4)


class PlanReferenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PlanReference

    plan = factory.SubFactory(PlanFactory)
    case = factory.SelfAttribute("plan.case")
    shared = factory.SubFactory(
        SharedMeasureFactory, unit=factory.SelfAttribute("..plan.case.unit")
    )
    why = "Fordi hele klassen ser på."
    added_by = factory.SubFactory(PersonFactory)
    added_at = NOW


class OwnMeasureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OwnMeasure

    owner = factory.SubFactory(OwnerFactory)
    title_nb = factory.Sequence(lambda n: f"Eget tiltak {n:05d}")
    what_nb = "Slik gjør vi det i kommunen."
    target_groups = ["class"]
    level = "system"
    written_by = factory.SubFactory(PersonFactory)
    written_at = NOW
    form_token = factory.LazyFunction(uuid.uuid4)


class HiddenMeasureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = HiddenMeasure

    owner = factory.SubFactory(OwnerFactory)
    key = "change_school"
    hidden_by = factory.SubFactory(PersonFactory)
    hidden_at = NOW


class DecisionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Decision

    measure = factory.SubFactory(MeasureFactory, running=True)
    case = factory.SelfAttribute("measure.case")
    way = "explain"
    reason = "Klassen trenger mer tid."
    decided_by = factory.SubFactory(PersonFactory)
    decided_at = NOW
    form_token = factory.LazyFunction(uuid.uuid4)
