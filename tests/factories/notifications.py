"""Messages and heartbeats."""

import uuid

import factory

from notifications.models import Heartbeat, Message, Preference
from tests.clock import NOW
from tests.factories.accounts import PersonFactory


class MessageFactory(factory.django.DjangoModelFactory):
    """An e-mail that waits; ``inbox=True`` gives what is shown in the service."""

    class Meta:
        model = Message

    class Params:
        inbox = factory.Trait(channel="inbox", way="", state="sent", sent_at=NOW)

    kind = "cases.PptAlerted"
    thing_id = factory.LazyFunction(uuid.uuid4)
    person = factory.SubFactory(PersonFactory)
    channel = "email"
    way = "at_once"
    created_at = NOW
    next_at = NOW


class PreferenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Preference

    person = factory.SubFactory(PersonFactory)
    topic = "deadlines"
    way = "at_once"


class HeartbeatFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Heartbeat

    loop = factory.Sequence(lambda n: f"loop{n}")
    started_at = NOW
    succeeded_at = NOW
