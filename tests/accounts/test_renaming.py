"""A name that is corrected."""

import pytest

from accounts.actions import rename_person
from audit.models import Event
from common.errors import ActionError
from tests.clock import NOW
from tests.factories.accounts import PersonFactory


def test_rename_person_tells_no_name(db):
    person, by = PersonFactory(name="Feil Navn"), PersonFactory()
    rename_person(person=person, name=" Rett Navn ", by=by, now=NOW)
    person.refresh_from_db()
    assert person.name == "Rett Navn"
    assert list(Event.objects.values_list("name", "data")) == [("person.renamed", {})]


def test_rename_person_refused_by_state_of_an_empty_name(db):
    with pytest.raises(ActionError):
        rename_person(person=PersonFactory(), name=" ", by=PersonFactory(), now=NOW)
