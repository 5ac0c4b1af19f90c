"""The steps of an import: who may take them, and in which order."""

from datetime import timedelta

import pytest

from common.errors import ActionError
from pupils.actions import (
    cancel_import,
    choose_columns,
    confirm_import,
    drop_staged_lines,
    go_on_with_import,
    stage_import,
    undo_import,
)
from pupils.intake.reading import read
from pupils.models import Group, Guardian, ImportChunk, Placement, Pupil, PupilImport
from tests.clock import NOW, TODAY
from tests.factories.cases import InvolvementFactory
from tests.factories.imports import ImportChunkFactory, PupilImportFactory
from tests.factories.pupils import GroupFactory
from tests.plugin_database import as_worker
from tests.pupils.files import PUPILS, as_csv, imported, looked_over, staged
from tests.pupils.test_import_pupils import lists
from tests.scope import acting, refused_in_scope

OUTSIDE = ["teacher", "deputy", "other_principal", "owner_administrator", "ppt_adviser"]
STAFF = [["Navn", "E-post"], ["Ny Ansatt", "ny@her.example"]]


@pytest.fixture
def by(fjellet):
    with acting(fjellet.principal, TODAY) as viewer:
        yield viewer.person


@pytest.fixture
def job(fjellet):
    """Looked over, by the school's administrator."""
    with acting(fjellet.school_administrator, TODAY) as viewer:
        return looked_over(fjellet.school, PUPILS, viewer.person)


def test_stage_import_takes_in_the_lines_in_chunks(fjellet, by):
    rows = [PUPILS[0], *([f"e{n}", f"Elev {n}", "7A", "01.02.2014"] for n in range(2001))]
    job = staged(fjellet.school, rows, by)
    assert (job.state, job.total, job.headings) == ("uploaded", 2001, PUPILS[0])
    chunks = job.chunks.all()
    assert [(chunk.number, len(chunk.lines)) for chunk in chunks] == [(0, 1000), (1, 1000), (2, 1)]
    assert len(job.sha256) == 64


def test_stage_import_refused_by_state_of_the_year(fjellet, by):
    for year in (2025, 2028):
        with pytest.raises(ActionError):
            staged(fjellet.school, PUPILS, by, school_year=year)


@pytest.mark.usefixtures("english")
def test_stage_import_refused_by_role_for_people_who_work_here(fjellet, by):
    with pytest.raises(ActionError) as refused:
        staged(fjellet.school, STAFF, by, kind="staff")
    assert "only be imported by the school administrator" in str(refused.value)
    assert not PupilImport.objects.exists()


@pytest.mark.parametrize("role", OUTSIDE)
def test_stage_import_refused_by_role(role, fjellet):
    table = read(as_csv(PUPILS))
    refused_in_scope(
        getattr(fjellet, role), stage_import,
        unit=fjellet.school, kind="pupils", school_year=2026, table=table, sha256="0" * 64,
    )  # fmt: skip


def test_choose_columns_can_be_done_again(fjellet, by):
    job = staged(fjellet.school, PUPILS, by)
    named = {"name": "Navn", "born_on": "Fødselsdato", "group": ""}
    job = choose_columns(pupil_import=job, mapping=named, by=by, now=NOW)
    assert job.mapping == {"name": "Navn", "born_on": "Fødselsdato"}
    assert job.counts == {"seen": {"new": 3}, "new_groups": []}
    job = choose_columns(pupil_import=job, mapping=named | {"group": "Klasse"}, by=by, now=NOW)
    assert job.counts == {"seen": {"new": 3}, "new_groups": ["7A", "7B"]}


@pytest.mark.parametrize(
    "mapping",
    [{}, {"name": "Navn"}, {"born_on": "Fødselsdato"}, {"name": "Navn", "born_on": "Navn"}],
)
def test_choose_columns_refused_by_state_of_what_is_chosen(mapping, fjellet, by):
    job = staged(fjellet.school, PUPILS, by)
    with pytest.raises(ActionError):
        choose_columns(pupil_import=job, mapping=mapping, by=by, now=NOW)


def test_choose_columns_refused_by_state_when_it_is_done(fjellet, by):
    job = imported(fjellet.school, PUPILS, by)
    with pytest.raises(ActionError):
        choose_columns(pupil_import=job, mapping=job.mapping, by=by, now=NOW)


@pytest.mark.parametrize("role", OUTSIDE)
def test_choose_columns_refused_by_role(role, fjellet, job):
    refused_in_scope(getattr(fjellet, role), choose_columns, pupil_import=job, mapping=job.mapping)


def test_confirm_import(fjellet, job, by):
    job = confirm_import(pupil_import=job, list_is_complete=False, by=by, now=NOW)
    assert (job.state, job.confirmed_by, job.confirmed_at) == ("confirmed", by, NOW)


def test_confirm_import_refused_by_state(fjellet, by):
    none = looked_over(fjellet.school, [PUPILS[0], ["", "", "", ""], ["", "9", "", ""]], by)
    done = imported(fjellet.school, PUPILS, by)
    uploaded = staged(fjellet.school, PUPILS, by)
    for job in (none, done, uploaded):
        with pytest.raises(ActionError):
            confirm_import(pupil_import=job, list_is_complete=False, by=by, now=NOW)


def test_confirm_import_refused_by_state_of_another_file_under_way(fjellet, job, by):
    other = looked_over(fjellet.school, PUPILS, by)
    confirm_import(pupil_import=job, list_is_complete=False, by=by, now=NOW)
    with pytest.raises(ActionError):
        confirm_import(pupil_import=other, list_is_complete=False, by=by, now=NOW)


@pytest.mark.parametrize("role", OUTSIDE)
def test_confirm_import_refused_by_role(role, fjellet, job):
    refused_in_scope(
        getattr(fjellet, role), confirm_import, pupil_import=job, list_is_complete=True
    )


def test_go_on_with_import_by_somebody_else_who_keeps_the_lists(fjellet, job, by):
    confirm_import(pupil_import=job, list_is_complete=False, by=by, now=NOW)
    with acting(fjellet.school_administrator, TODAY) as viewer:
        job = go_on_with_import(pupil_import=job, by=viewer.person, now=NOW)
    assert (job.state, job.done, job.total) == ("done", 3, 3)


def test_go_on_with_import_refused_by_state_until_it_is_confirmed(fjellet, job, by):
    with pytest.raises(ActionError):
        go_on_with_import(pupil_import=job, by=by, now=NOW)
    assert not Pupil.objects.exists()


@pytest.mark.parametrize("role", OUTSIDE)
def test_go_on_with_import_refused_by_role(role, fjellet, job):
    refused_in_scope(getattr(fjellet, role), go_on_with_import, pupil_import=job)


def test_go_on_with_import_ends_when_the_lines_were_thrown_away(fjellet, job, by):
    confirm_import(pupil_import=job, list_is_complete=False, by=by, now=NOW)
    ImportChunk.objects.all().delete()
    job = go_on_with_import(pupil_import=job, by=by, now=NOW)
    assert (job.state, job.done) == ("done", 0)


def test_cancel_import_throws_the_lines_away(fjellet, job, by):
    cancel_import(pupil_import=job, by=by, now=NOW)
    job.refresh_from_db()
    assert (job.state, job.headings, job.chunks.count()) == ("cancelled", [], 0)


def test_cancel_import_refused_by_state_when_it_is_confirmed(fjellet, job, by):
    confirm_import(pupil_import=job, list_is_complete=False, by=by, now=NOW)
    with pytest.raises(ActionError):
        cancel_import(pupil_import=job, by=by, now=NOW)


@pytest.mark.parametrize("role", OUTSIDE)
def test_cancel_import_refused_by_role(role, fjellet, job):
    refused_in_scope(getattr(fjellet, role), cancel_import, pupil_import=job)


def test_undo_import_takes_back_what_came_in(fjellet, by):
    GroupFactory(unit=fjellet.school, name="7B")
    before = lists()
    job = imported(fjellet.school, PUPILS, by)
    undo_import(pupil_import=job, by=by, now=NOW + timedelta(hours=23))
    job.refresh_from_db()
    assert (lists(), job.state) == (before, "undone")


def test_undo_import_puts_back_who_was_moved_or_left(fjellet, by):
    imported(fjellet.school, PUPILS, by, now=NOW - timedelta(days=30))
    before = lists()
    moved = [PUPILS[0], ["e1", *PUPILS[1][1:2], "8A", *PUPILS[1][3:]], PUPILS[2]]
    job = imported(fjellet.school, moved, by, complete=True)
    assert lists() != before
    undo_import(pupil_import=job, by=by, now=NOW)
    assert lists() == before


def test_undo_import_refused_by_state_when_a_case_uses_it(fjellet, by):
    job = imported(fjellet.school, PUPILS, by)
    InvolvementFactory(case__unit=fjellet.school, pupil=Pupil.objects.get(source_id="e3"))
    before = lists()
    with pytest.raises(ActionError):
        undo_import(pupil_import=job, by=by, now=NOW)
    assert lists() == before


def test_undo_import_refused_by_state_of_time_kind_and_step(fjellet, job):
    with acting(fjellet.school_administrator, TODAY) as viewer:
        by = viewer.person
        late = imported(fjellet.school, PUPILS, by, now=NOW - timedelta(hours=25))
        staff = imported(fjellet.school, STAFF, by, kind="staff")
        for one in (late, staff, job):
            with pytest.raises(ActionError):
                undo_import(pupil_import=one, by=by, now=NOW)
    assert (Pupil.objects.count(), Placement.objects.count()) == (3, 3)


@pytest.mark.parametrize("role", OUTSIDE)
def test_undo_import_refused_by_role(role, fjellet, job):
    refused_in_scope(getattr(fjellet, role), undo_import, pupil_import=job)


def test_drop_staged_lines_after_thirty_days_by_the_worker(fjellet):
    old = ImportChunkFactory(staged_at=NOW - timedelta(days=31))
    kept = ImportChunkFactory(
        pupil_import=PupilImportFactory(unit=old.pupil_import.unit),
        staged_at=NOW - timedelta(days=29),
    )
    PupilImport.objects.filter(pk=old.pupil_import.pk).update(uploaded_at=old.staged_at)
    with as_worker():
        assert drop_staged_lines(now=NOW) == 1
        assert drop_staged_lines(now=NOW) == 0
    assert list(ImportChunk.objects.all()) == [kept]
    found = PupilImport.objects.order_by("uploaded_at").values_list("state", "headings", "mapping")
    assert found[0] == ("cancelled", [], {})
    assert found[1][0] == "checked"
    assert (Group.objects.count(), Guardian.objects.count()) == (0, 0)


def test_choose_columns_refused_by_state_when_the_lines_were_thrown_away(fjellet, job, by):
    ImportChunk.objects.all().delete()
    with pytest.raises(ActionError):
        choose_columns(pupil_import=job, mapping=job.mapping, by=by, now=NOW)
