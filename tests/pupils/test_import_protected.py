"""A pupil whose identity is protected: no file opens it again, moves it or lets it leave, and none
tells that it is there."""

from datetime import date

import pytest

from pupils.models import Pupil, PupilAccess
from tests.clock import NOW, TODAY
from tests.factories.pupils import PupilFactory
from tests.pupils.files import PUPILS, imported, looked_over
from tests.pupils.test_import_pupils import faults, outcomes
from tests.scope import acting

HEAD, LINE = PUPILS[0], PUPILS[1]
NAME, BORN = LINE[1], date(2014, 3, 5)


@pytest.fixture
def hidden(fjellet):
    def make(**facts):
        return PupilFactory(unit=fjellet.school, protected=True, **facts)

    return make


@pytest.mark.parametrize(
    "facts",
    [
        {"source_id": "e1", "name": "Et Annet Navn"},
        {"name": NAME, "born_on": BORN},
        {"name": NAME.upper(), "born_on": BORN},
    ],
)
def test_the_line_of_a_hidden_pupil_is_shown_as_unchanged_and_does_nothing(facts, fjellet, hidden):
    pupil = hidden(**facts)
    before = Pupil.objects.filter(pk=pupil.pk).values().get()
    with acting(fjellet.school_administrator, TODAY) as viewer:
        assert not Pupil.objects.filter(pk=pupil.pk).exists()
        job = imported(fjellet.school, [HEAD, LINE], viewer.person, complete=True)
        assert (outcomes(job), job.counts["done"]) == ({"unchanged": 1}, {"unchanged": 1})
    assert [one.pk for one in Pupil.objects.all()] == [pupil.pk]
    assert Pupil.objects.filter(pk=pupil.pk).values().get() == before


def test_what_may_be_a_hidden_pupil_is_an_error_that_does_not_say_so(fjellet, hidden):
    hidden(name=NAME)
    with acting(fjellet.school_administrator, TODAY) as viewer:
        job = looked_over(fjellet.school, [HEAD, LINE], viewer.person)
        assert faults(job) == [(2, "maybe_known")]


def test_the_id_of_somebody_we_know_goes_before_a_hidden_namesake(fjellet, hidden):
    hidden(name=NAME, born_on=BORN)
    PupilFactory(unit=fjellet.school, name=NAME, born_on=BORN, source_id="e1")
    with acting(fjellet.school_administrator, TODAY) as viewer:
        job = looked_over(fjellet.school, [HEAD, LINE], viewer.person)
        assert outcomes(job) == {"placed": 1}


def test_nobody_who_is_hidden_leaves_also_when_the_reader_is_named(fjellet, hidden):
    pupil = hidden(name="Hemmelig Elev")
    PupilAccess.objects.create(
        pupil=pupil, unit=fjellet.school, person=fjellet.principal, reason="Rektor.",
        given_by=fjellet.principal, given_at=NOW,
    )  # fmt: skip
    with acting(fjellet.principal, TODAY) as viewer:
        assert list(Pupil.objects.visible_to(viewer)) == [pupil]
        job = imported(fjellet.school, [HEAD, LINE], viewer.person, complete=True)
        assert outcomes(job) == {"new": 1}
    pupil.refresh_from_db()
    assert pupil.left_on is None


def test_the_pupils_of_another_unit_are_not_asked_about(fjellet, strand):
    PupilFactory(unit=strand.school, protected=True, source_id="e1", name=NAME, born_on=BORN)
    with acting(fjellet.school_administrator, TODAY) as viewer:
        assert outcomes(looked_over(fjellet.school, [HEAD, LINE], viewer.person)) == {"new": 1}
