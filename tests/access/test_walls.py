"""Layer 2 asked in plain SQL, as somebody who got past all of the product's code would."""

import uuid
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from cases.models import Case
from measures.models import HiddenMeasure
from organisations.models import Absence
from tests.access import world
from tests.access.test_catalogue import LOGS, OPEN_TABLES, tables
from tests.access.test_matrix import OUTSIDE
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseFactory, EntryFactory, InvolvementFactory
from tests.factories.measures import OwnMeasureFactory
from tests.factories.organisations import AbsenceFactory
from tests.plugin_database import as_app, as_worker
from tests.scope import acting

# At the same unit, or held back from one case only: the unit's pupils, and what it does for whole
# classes, are not hidden from them.
PUPILS = (
    "pupils_pupil",
    "pupils_pupilaccess",
    "pupils_pupilimport",
    "pupils_importchunk",
    "pupils_placement",
    "pupils_guardian",
    "pupils_group",
    "pupils_group_contact_teachers",
    "measures_sharedmeasure",
    "evaluations_sharedevaluation",
    "measures_sharedentry",
)


@pytest.fixture
def built(db):
    return world.build()


def count(table):
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{table}"')
        return cursor.fetchone()[0]


def touched(table):
    """How many rows an UPDATE of every row reaches; none where UPDATE is not even granted."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f'UPDATE "{table}" SET id = id')
            return cursor.rowcount
    except DatabaseError:
        return 0


@pytest.mark.parametrize("viewer", OUTSIDE)
def test_nothing_of_the_case_is_there_for_those_outside(viewer, built):
    walled = [
        name
        for name in sorted(
            set(tables()) - OPEN_TABLES - {"notifications_message", "accounts_keptform"}
        )
        if not (viewer.startswith("excluded") and name in PUPILS)
    ]
    assert [name for name in walled if not count(name)] == []  # the control: they are there
    with acting(built.viewers[viewer], TODAY):
        assert {name: count(name) for name in walled if count(name)} == {}
        assert {name: touched(name) for name in walled if touched(name)} == {}


def test_those_inside_see_it(built):
    with acting(built.here.principal, TODAY):
        assert count("cases_case") == count("cases_entry") == 1
        assert touched("cases_case") == 1
        assert {name: touched(name) for name in LOGS if touched(name)} == {}


def test_without_a_scope_nothing_is_there(built):

    with as_app():
        walled = sorted(set(tables()) - OPEN_TABLES)
        assert {name: count(name) for name in walled if count(name)} == {}


def test_a_row_cannot_be_put_into_a_case_behind_a_wall(fjellet, strand):
    case = CaseFactory(unit=fjellet.school)
    with acting(strand.principal, TODAY), pytest.raises(DatabaseError), transaction.atomic():
        EntryFactory(case=case, written_by=strand.principal)


def test_a_case_cannot_be_put_where_one_does_not_work(fjellet, strand):
    with acting(strand.principal, TODAY), pytest.raises(DatabaseError), transaction.atomic():
        CaseFactory(unit=fjellet.school, created_by=strand.principal)


def test_a_case_cannot_be_handed_over_a_wall(fjellet, strand):
    case = CaseFactory(unit=fjellet.school)
    with acting(fjellet.principal, TODAY), pytest.raises(DatabaseError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(held_by=strand.school)


def test_one_cannot_log_a_reading_as_somebody_else(fjellet, strand):
    with acting(strand.principal, TODAY), connection.cursor() as cursor:
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(
                "INSERT INTO audit_reading (id, at, person_id, case_id, page) "
                "VALUES (gen_random_uuid(), now(), %s, gen_random_uuid(), '')",
                [fjellet.principal.pk],
            )


def refused(statement, *values):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    return True


def updated(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def test_who_stands_in_is_written_at_the_unit_alone(fjellet, strand):
    """Standing in opens measures, so that a row at another unit would open that unit's."""
    away = {"person": fjellet.teacher, "organisation": fjellet.school}
    absence = AbsenceFactory(**away)
    stand_in = "UPDATE organisations_absence SET substitute_id = %s"
    with acting(strand.principal, TODAY):
        assert updated(stand_in, strand.principal.pk) == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            Absence.objects.create(
                **away, starts_on=date(2027, 1, 4), substitute=strand.teacher, written_at=NOW,
                written_by=strand.principal, form_token=uuid.uuid4(),
            )  # fmt: skip
    with acting(fjellet.principal, TODAY):
        assert updated(stand_in, fjellet.deputy.pk) == 1
        assert refused("UPDATE organisations_absence SET person_id = %s", fjellet.principal.pk)
        assert refused("DELETE FROM organisations_absence")
    with as_worker():
        assert refused(stand_in, fjellet.deputy.pk)
        assert refused("DELETE FROM organisations_absence")
    assert Absence.objects.get() == absence
    Absence.objects.update(organisation=fjellet.owner)
    for who, rows in ((strand.owner_administrator, 0), (fjellet.owner_administrator, 1)):
        with acting(who, TODAY):
            assert updated(stand_in, fjellet.owner_adviser.pk) == rows


def test_the_library_of_an_owner_is_written_there_alone(fjellet, strand):
    own = OwnMeasureFactory(owner=fjellet.owner, written_by=fjellet.owner_administrator)
    hidden = HiddenMeasure(
        owner=fjellet.owner, key="repair", hidden_by=fjellet.owner_administrator, hidden_at=NOW
    )
    hidden.save()
    reword = "UPDATE measures_ownmeasure SET title_nb = 'Annet'"
    hide = "INSERT INTO measures_hiddenmeasure (id, owner_id, key, hidden_by_id, hidden_at) "
    hide += "VALUES (gen_random_uuid(), %s, 'stop_talk', %s, now())"
    for other in (strand.owner_administrator, fjellet.principal):
        with acting(other, TODAY):
            assert updated(reword) == 0
            assert updated("DELETE FROM measures_hiddenmeasure") == 0
            assert refused(hide, fjellet.owner.pk, other.pk)
    with acting(fjellet.owner_administrator, TODAY):
        assert updated(reword) == 1
        assert updated("DELETE FROM measures_hiddenmeasure") == 1
        assert updated(hide, fjellet.owner.pk, fjellet.owner_administrator.pk) == 1
        assert refused("DELETE FROM measures_ownmeasure")
    own.refresh_from_db()
    assert own.title_nb == "Annet"


def test_the_worker_writes_no_case(fjellet):
    """Sweeps read what they need, and write measures and messages alone."""

    InvolvementFactory(case=CaseFactory(unit=fjellet.school))
    with as_worker():
        tables = ("cases_entry", "cases_involvement", "pupils_pupil")
        assert [name for name in tables if touched(name)] == []
