"""PPT's own notes: the office reads them, and nobody else."""

import uuid

import pytest
from django.db import DatabaseError, transaction

from common.errors import ActionError
from ppt.actions import correct_note, write_note
from ppt.models import Note
from tests.clock import TODAY
from tests.factories.cases import CaseAccessFactory
from tests.factories.ppt import NoteFactory
from tests.ppt.scene import alert_at, case_at, colleague, do
from tests.scope import acting, refused_to

TEXT = "Vi ringer i morgen."


def write(alert, by, **more):
    return do(write_note, by, alert=alert, **{"token": uuid.uuid4(), "text": TEXT, **more})


def correct(note, by, **more):
    told = {"token": uuid.uuid4(), "text": "Vi ringer på fredag.", **more}
    return do(correct_note, by, note=note, **told)


def test_write_note_once_for_each_sheet_in_any_state(fjellet):
    alert, token = case_at(fjellet).alert, uuid.uuid4()
    first = write(alert, fjellet.ppt_adviser, token=token)
    assert write(alert, fjellet.ppt_adviser, token=token) == first
    assert (Note.objects.get().text, Note.objects.get().office) == (TEXT, fjellet.office)


def test_write_note_refused_by_role(fjellet, strand):
    case = case_at(fjellet)
    CaseAccessFactory(case=case, person=(excluded := colleague(fjellet)))
    others = (fjellet.principal, fjellet.owner_adviser, strand.ppt_adviser, excluded)
    refused_to(others, lambda by: write(case.alert, by))


def test_correct_note_keeps_what_stood_before(fjellet):
    note = write(alert_at(fjellet), fjellet.ppt_adviser)
    better = correct(note, fjellet.ppt_adviser)
    with acting(fjellet.ppt_leader, TODAY) as viewer:
        (shown,) = Note.objects.visible_to(viewer).for_page()
        assert (shown, shown.corrects.text) == (better, TEXT)


def test_correct_note_refused_by_state_when_it_is_corrected_already(fjellet, english):
    note = write(alert_at(fjellet), fjellet.ppt_adviser)
    correct(note, fjellet.ppt_adviser)
    with pytest.raises(ActionError, match="corrected already"):
        correct(note, fjellet.ppt_adviser)


def test_correct_note_refused_by_role(fjellet, strand, english):
    note = write(alert_at(fjellet), fjellet.ppt_adviser)
    refused_to((fjellet.principal, strand.ppt_leader), lambda by: correct(note, by))
    with pytest.raises(ActionError, match="Only the one who wrote"):
        correct(note, fjellet.ppt_leader)


def test_neither_the_school_nor_the_owner_reads_them_in_either_layer(fjellet, strand):
    case = case_at(fjellet)
    NoteFactory(alert=case.alert)
    CaseAccessFactory(case=case, person=(excluded := colleague(fjellet)))
    for by in (
        fjellet.principal, fjellet.owner_adviser, fjellet.teacher, strand.ppt_adviser, excluded
    ):  # fmt: skip
        with acting(by, TODAY) as viewer:
            assert Note.objects.count() == 0
        assert not Note.objects.visible_to(viewer).exists()
        with acting(by, TODAY), pytest.raises(DatabaseError), transaction.atomic():
            NoteFactory(alert=case.alert, written_by=by)
    with acting(fjellet.ppt_adviser, TODAY) as viewer:
        assert Note.objects.visible_to(viewer).count() == 1
        with pytest.raises(DatabaseError), transaction.atomic():
            Note.objects.update(text="Noe annet.")


def test_the_page_of_the_alert_shows_them_and_the_case_does_not(client, fjellet):
    case = case_at(fjellet)
    client.force_login(fjellet.ppt_adviser)
    told = {"text": TEXT, "token": str(uuid.uuid4())}
    page = client.post(f"/ppt/{case.alert_id}/notes/", told, follow=True)
    assert TEXT in page.content.decode()
    client.force_login(fjellet.principal)
    for path in (f"/cases/{case.pk}/", f"/cases/{case.pk}/log/", f"/cases/{case.pk}/ppt/"):
        assert TEXT not in client.get(path).content.decode()
