"""What PPT answers, and what it keeps for itself."""

import uuid

import factory

from cases.models import PptAnswer
from ppt.models import MeasureRequest, Note
from tests.clock import NOW
from tests.factories.accounts import PersonFactory
from tests.factories.cases import PptAlertFactory
from tests.factories.measures import MeasureFactory


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


class MeasureRequestFactory(factory.django.DjangoModelFactory):
    """Waits for the office that has the alert of the case."""

    class Meta:
        model = MeasureRequest

    class Params:
        taken = factory.Trait(
            ended_at=NOW, ending="taken", ended_by=factory.SubFactory(PersonFactory)
        )

    measure = factory.SubFactory(MeasureFactory)
    case = factory.SelfAttribute("measure.case")
    office = factory.SelfAttribute("case.alert.office")
    held_by = factory.SelfAttribute("case.held_by")
    part = "responsible"
    title = factory.SelfAttribute("measure.title")
    text = "Klassen trenger noen å snakke med."
    ground = "needed"
    reason = "Vi har ikke nok voksne."
    asked_by = factory.SubFactory(PersonFactory)
    asked_at = NOW
    form_token = factory.LazyFunction(uuid.uuid4)
