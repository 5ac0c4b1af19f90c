"""Files of people on their way into the lists."""

import factory

from pupils.models import ImportChunk, PupilImport
from tests.clock import NOW
from tests.factories.accounts import PersonFactory
from tests.factories.organisations import SchoolFactory


class PupilImportFactory(factory.django.DjangoModelFactory):
    """Looked over and not confirmed."""

    class Meta:
        model = PupilImport

    unit = factory.SubFactory(SchoolFactory)
    kind = "pupils"
    school_year = 2026
    state = "checked"
    sha256 = "0" * 64
    headings = ["Navn", "Fødselsdato"]
    mapping = factory.LazyFunction(lambda: {"name": "Navn", "born_on": "Fødselsdato"})
    counts = factory.LazyFunction(lambda: {"seen": {"new": 1}, "new_groups": []})
    total = 1
    uploaded_by = factory.SubFactory(PersonFactory)
    uploaded_at = NOW


class ImportChunkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ImportChunk

    pupil_import = factory.SubFactory(PupilImportFactory)
    number = 0
    lines = factory.LazyFunction(lambda: [[2, ["Elev Ny", "01.02.2015"]]])
    outcomes = factory.LazyFunction(lambda: [[2, "new", {"name": "Elev Ny", "to": ""}]])
    staged_at = NOW
