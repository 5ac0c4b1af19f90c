"""What PPT answers, and what it keeps for itself."""

import uuid

import factory

from cases.models import PptAnswer
from ppt.models import Note
from tests.clock import NOW
from tests.factories.accounts import PersonFactory
from tests.factories.cases import PptAlertFactory


class PptAnswerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PptAnswer

    alert = factory.SubFactory(PptAlertFactory)
    kind = "advice"
    text = "Ring oss på tirsdag."
    given_by = factory.SubFactory(PersonFactory)
    given_at = NOW
    form_token = factory.LazyFunction(uuid.uuid4)


class NoteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Note

    alert = factory.SubFactory(PptAlertFactory)
    office = factory.SelfAttribute("alert.office")
    text = "Vi har snakket om det på kontoret."
    written_by = factory.SubFactory(PersonFactory)
    written_at = NOW
    form_token = factory.LazyFunction(uuid.uuid4)
