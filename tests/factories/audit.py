"""Audit events and readings."""

import uuid

import factory

from audit.models import Event, Reading
from tests.clock import NOW


class EventFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Event

    at = NOW
    name = "case.opened"
    person_id = factory.LazyFunction(uuid.uuid4)
    target = "cases.Case"
    target_id = factory.LazyFunction(uuid.uuid4)
    case_id = factory.SelfAttribute("target_id")


class ReadingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Reading

    at = NOW
    person_id = factory.LazyFunction(uuid.uuid4)
    case_id = factory.LazyFunction(uuid.uuid4)
    page = "overview:case"
