"""People who sign in."""

import factory
from django.contrib.auth.hashers import make_password

from accounts.models import Person
from tests.clock import NOW

PASSWORD = "en lang setning som passord"
# An account that has been closed, for those who only need one that is.
CLOSED = {"is_active": False, "closed_at": NOW}
# Hashing is slow on purpose; once is enough for a test run.
_HASHED: list[str] = []


def hashed_password():
    if not _HASHED:
        _HASHED.append(make_password(PASSWORD))
    return _HASHED[0]


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"Ansatt Nummer{n:05d}")
    email = factory.Sequence(lambda n: f"person{n:05d}@tryggspor.example")
    password = factory.LazyFunction(hashed_password)
    joined_at = NOW
    is_active = True
    closed_at = factory.LazyAttribute(lambda person: None if person.is_active else NOW)
