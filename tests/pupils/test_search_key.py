"""The database makes the same key of a stored name as the search makes of what is typed."""

import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.searching import begins, search_key
from pupils.models import Pupil
from tests.common.test_searching import NAMES
from tests.factories.organisations import SchoolFactory
from tests.factories.pupils import PupilFactory


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(names=st.lists(NAMES, min_size=10, max_size=30))
def test_the_key_of_a_stored_name_is_the_key_of_the_typed_one(db, names):
    unit = SchoolFactory()
    made = Pupil.objects.bulk_create(
        Pupil(id=uuid.uuid4(), unit=unit, name=name, sort_key="") for name in names
    )
    stored = dict(Pupil.objects.filter(unit=unit).values_list("pk", "search_key"))
    assert [stored[pupil.pk] for pupil in made] == [search_key(name) for name in names]


def test_the_key_follows_the_name_however_it_is_written(db):
    pupil = PupilFactory(name="Åse")
    Pupil.objects.filter(pk=pupil.pk).update(name="Ærling")
    pupil.refresh_from_db()
    assert pupil.search_key == "aerling"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("aase", True),
        ("ås", True),
        ("MARIE aas", True),
        ("hansen", True),
        ("aase-marie åsen hansen", True),
        ("sen", False),
        ("ase", False),
        ("aase marie nilsen", False),
        ("100%", False),
        ("a_se", False),
    ],
)
def test_each_word_begins_a_word_of_the_name(db, typed, found):
    pupil = PupilFactory(name="Åse-Marie Åsen Hansen")
    assert list(Pupil.objects.filter(begins("search_key", typed))) == [pupil] * found
