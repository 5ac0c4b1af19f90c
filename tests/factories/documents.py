"""Private calendars."""

import uuid

import factory

from documents.models import Feed, FeedEvent
from documents.rules import digest_of
from tests.clock import NOW, TODAY
from tests.factories.accounts import PersonFactory


class FeedFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Feed

    person = factory.SubFactory(PersonFactory)
    digest = factory.LazyFunction(lambda: digest_of(str(uuid.uuid4())))
    made_at = NOW


class FeedEventFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FeedEvent

    id = factory.LazyFunction(uuid.uuid4)
    feed = factory.SubFactory(FeedFactory)
    day = TODAY
    changed_at = NOW
