"""What the database itself keeps of staged lines: between units, and from the worker."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction

from common.errors import ActionError
from pupils.actions import confirm_import, go_on_with_import
from pupils.models import ImportChunk, Pupil, PupilImport
from tests.clock import NOW, TODAY
from tests.factories.imports import ImportChunkFactory, PupilImportFactory
from tests.factories.pupils import PupilFactory
from tests.plugin_database import as_app, as_worker
from tests.pupils.files import PUPILS, imported, looked_over, staged
from tests.scope import acting


def asked(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()


def test_imports_of_another_unit_are_behind_the_wall(fjellet, strand):
    mine = ImportChunkFactory(pupil_import__unit=fjellet.school)
    ImportChunkFactory(pupil_import__unit=strand.school)
    with acting(fjellet.school_administrator, TODAY):
        assert list(ImportChunk.objects.all()) == [mine]
        assert list(PupilImport.objects.all()) == [mine.pupil_import]
    with as_app():
        assert (ImportChunk.objects.count(), PupilImport.objects.count()) == (0, 0)


def test_a_line_cannot_be_put_into_an_import_of_another_unit(fjellet, strand):
    theirs = PupilImportFactory(unit=strand.school)
    with acting(fjellet.school_administrator, TODAY):
        with pytest.raises(DatabaseError), transaction.atomic():
            ImportChunkFactory(pupil_import=theirs)


def test_a_file_cannot_be_sent_to_another_unit(fjellet, strand):
    with acting(fjellet.school_administrator, TODAY) as viewer, pytest.raises(PermissionDenied):
        staged(strand.school, PUPILS, viewer.person)


def test_who_only_reads_cases_there_sees_no_staged_line_in_the_lists(fjellet):
    ImportChunkFactory(pupil_import__unit=fjellet.school)
    for person in (fjellet.deputy, fjellet.teacher):
        with acting(person, TODAY) as viewer:
            assert list(PupilImport.objects.visible_to(viewer)) == []


def test_the_worker_sees_when_lines_came_and_nothing_else(fjellet):
    ImportChunkFactory(pupil_import__unit=fjellet.school)
    with as_worker():
        assert asked("SELECT count(staged_at) FROM pupils_importchunk") == (1,)
        for question in (
            "SELECT lines FROM pupils_importchunk",
            "SELECT outcomes FROM pupils_importchunk",
            "SELECT headings FROM pupils_pupilimport",
            "SELECT counts FROM pupils_pupilimport",
            "UPDATE pupils_pupilimport SET state = 'confirmed' WHERE state = 'checked'",
            "UPDATE pupils_pupilimport SET uploaded_at = now()",
            "UPDATE pupils_importchunk SET number = 7",
            "SELECT name FROM pupils_pupil",
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                asked(question)


def test_nobody_undoes_the_import_of_another_unit(fjellet, strand):
    with acting(fjellet.principal, TODAY) as viewer:
        job = imported(fjellet.school, PUPILS, viewer.person)
    with acting(strand.principal, TODAY):
        assert asked("SELECT undo_import(%s)", job.pk) == (False,)
    with as_worker(), pytest.raises(DatabaseError), transaction.atomic():
        asked("SELECT undo_import(%s)", job.pk)
    assert Pupil.objects.count() == 3


def test_two_pupils_at_a_unit_never_have_the_same_id(fjellet, strand):
    PupilFactory(unit=fjellet.school, source_id="e1")
    PupilFactory(unit=strand.school, source_id="e1")
    PupilFactory(unit=fjellet.school)
    PupilFactory(unit=fjellet.school)
    with pytest.raises(IntegrityError), transaction.atomic():
        PupilFactory(unit=fjellet.school, source_id="e1")


@pytest.mark.parametrize(
    "facts",
    [
        {"kind": "cars"},
        {"state": "eaten"},
        {"state": "confirmed"},
        {"state": "done", "finished_at": NOW},
        {"state": "checked", "finished_at": NOW},
        {"done": 2, "total": 1},
    ],
)
def test_an_import_that_cannot_be_is_refused_by_the_database(facts, fjellet):
    with pytest.raises(IntegrityError), transaction.atomic():
        PupilImportFactory(unit=fjellet.school, **facts)


def test_a_line_that_has_become_unclear_meanwhile_is_left_out_and_told(fjellet):
    """Looked over as new; then somebody adds the pupil by hand, without the date."""
    with acting(fjellet.principal, TODAY) as viewer:
        by = viewer.person
        job = looked_over(fjellet.school, PUPILS, by)
        PupilFactory(unit=fjellet.school, name=PUPILS[1][1])
        confirm_import(pupil_import=job, list_is_complete=False, by=by, now=NOW)
        job = go_on_with_import(pupil_import=job, by=by, now=NOW)
    assert job.counts["done"] == {"new": 2, "error": 1}
    assert job.counts["left_out"] == [[2, "without_date", {}]]
    with acting(fjellet.principal, TODAY) as viewer, pytest.raises(ActionError):
        go_on_with_import(pupil_import=job, by=viewer.person, now=NOW)
