"""What was done of a shared measure: written by those who carry it out, of no child and no case."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Event
from common.errors import ActionError
from measures.actions import write_what_was_done_of_shared
from measures.models import SharedEntry
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseAccessFactory
from tests.factories.measures import (
    PlanReferenceFactory,
    SharedEntryFactory,
    SharedMeasureFactory,
)
from tests.measures.pages import text
from tests.measures.scene import do, plan_at
from tests.scope import acting

DONE = "Hele klassen var med."
# Whoever leads at the school, and the one who carries it out.
WRITERS = ["teacher", "principal", "deputy", "case_worker"]
OUTSIDERS = [
    "other_teacher", "school_administrator", "other_principal", "ppt_adviser", "owner_adviser",
    "owner_administrator", "data_protection_officer",
]  # fmt: skip


def shared_at(place, **fields):
    given = {"unit": place.school, "responsible": place.teacher, "running": True}
    return SharedMeasureFactory(**given | fields)


def write(shared, by, **other):
    given = {"token": uuid.uuid4(), "happened_on": TODAY, "text": DONE}
    return do(write_what_was_done_of_shared, by, shared=shared, **given | other)


def page(name, shared):
    return reverse(f"shared:{name}", args=[shared.pk])


@pytest.mark.parametrize("who", WRITERS)
def test_write_what_was_done_of_shared_works(fjellet, who):
    shared, by = shared_at(fjellet), getattr(fjellet, who)
    entry = write(shared, by, text=f"  {DONE}\n")
    assert (entry.text, entry.happened_on, entry.written_by, entry.written_at) == (
        DONE, TODAY, by, NOW,
    )  # fmt: skip
    event = Event.objects.get(name="shared.done")
    assert (event.target_id, event.case_id, event.data) == (
        shared.pk, None, {"happened_on": "2026-11-23"},
    )  # fmt: skip


def test_write_what_was_done_of_shared_makes_one_entry_however_often_it_is_sent(fjellet):
    shared, token = shared_at(fjellet), uuid.uuid4()
    for _twice in range(2):
        entry = write(shared, fjellet.teacher, token=token)
    assert SharedEntry.objects.get() == entry
    for by, said in ((fjellet.teacher, "Noe annet."), (fjellet.deputy, DONE)):
        with pytest.raises(ActionError):
            write(shared, by, token=token, text=said)


def test_write_what_was_done_of_shared_works_for_what_was_begun_before_it_was_put_up(fjellet):
    begun = TODAY - timedelta(days=30)
    shared = shared_at(fjellet, starts_on=begun, started_on=begun)
    assert write(shared, fjellet.teacher, happened_on=begun).happened_on == begun
    ended = shared_at(fjellet, state="finished", started_on=begun, running=False)
    assert write(ended, fjellet.teacher)


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": " "},
        {"text": "x" * 4001},
        {"happened_on": date(2026, 11, 24)},
        {"happened_on": date(1999, 1, 1)},
        {"happened_on": date(2026, 11, 22)},
    ],
)
def test_write_what_was_done_of_shared_refused_by_state_of_what_is_wrong(fjellet, wrong):
    with pytest.raises(ActionError):
        write(shared_at(fjellet), fjellet.teacher, **wrong)
    assert not SharedEntry.objects.exists()


def test_write_what_was_done_of_shared_refused_by_state_of_what_never_began(fjellet, english):
    shared = shared_at(fjellet, state="stopped", running=False)
    with pytest.raises(ActionError, match="stopped before it began"):
        write(shared, fjellet.teacher)


@pytest.mark.parametrize("who", OUTSIDERS)
def test_write_what_was_done_of_shared_refused_by_role(fjellet, who):
    with pytest.raises(PermissionDenied):
        write(shared_at(fjellet), getattr(fjellet, who))


def test_the_database_keeps_it_to_those_of_the_unit_and_as_it_was_written(fjellet, strand):
    SharedEntryFactory(shared=shared_at(fjellet))
    for who, seen in ((fjellet.principal, 1), (fjellet.other_principal, 0), (strand.principal, 0)):
        with acting(who, TODAY):
            assert SharedEntry.objects.count() == seen
    rows = SharedEntry.objects.all()
    for change in (lambda: rows.update(text="Skrevet om."), rows.delete):
        with acting(fjellet.principal, TODAY), transaction.atomic():
            with pytest.raises(DatabaseError):
                change()


def test_the_page_shows_what_was_done_and_no_case(fjellet, signed_in):
    shared = shared_at(fjellet)
    reference = PlanReferenceFactory(plan=plan_at(fjellet), shared=shared)
    CaseAccessFactory(case=reference.case, person=fjellet.deputy)  # excluded from the case alone
    client = signed_in(fjellet.teacher)
    assert "Nobody has written what was done yet." in text(client.get(page("show", shared)))
    asked = client.get(page("write_done", shared))
    assert "Do not name a child, and do not tell of a case" in text(asked)
    typed = {"token": str(uuid.uuid4()), "happened_on": "23.11.2026", "text": DONE}
    said = text(client.post(page("write_done", shared), typed, follow=True))
    assert "What was done is saved." in said
    for who in ("principal", "deputy", "teacher"):
        said = text(signed_in(getattr(fjellet, who)).get(page("show", shared)))
        assert DONE in said
        assert reference.case.reference not in said


def test_what_is_wrong_is_said_and_the_text_is_kept(fjellet, signed_in):
    shared = shared_at(fjellet)
    typed = {"token": str(uuid.uuid4()), "happened_on": "2.11.2026", "text": DONE}
    said = text(signed_in(fjellet.teacher).post(page("write_done", shared), typed))
    assert "The date is before the measure began. Look at the date." in said
    assert DONE in said


def test_one_that_never_began_is_given_no_way_to_write(fjellet, signed_in):
    shared = shared_at(fjellet, state="stopped", running=False)
    shown = signed_in(fjellet.principal).get(page("show", shared)).content.decode()
    assert page("write_done", shared) not in shown


def test_the_page_is_found_by_nobody_else(fjellet, signed_in):
    shared = shared_at(fjellet)
    for who in OUTSIDERS:
        client = signed_in(getattr(fjellet, who))
        assert client.get(page("write_done", shared)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_often_however_much_was_done(fjellet, signed_in, count):
    shared = shared_at(fjellet)
    for _number in range(count):
        SharedEntryFactory(shared=shared)
    client = signed_in(fjellet.principal)
    client.get(page("show", shared))  # the first page of a session finds the name of the place
    with CaptureQueriesContext(connection) as asked:
        client.get(page("show", shared))
    assert len(asked) == 4 + 3  # the frame; the measure, what was done, and its answers
