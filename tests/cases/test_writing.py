"""Writing in a case: an entry, and a step."""

import uuid

import pytest

from cases.models import Entry
from tests.cases.sheets import page
from tests.factories.cases import CaseAccessFactory, CaseFactory, EntryFactory


@pytest.fixture
def principal(client, fjellet):
    client.force_login(fjellet.principal)
    return fjellet.principal


def test_an_entry_is_written_once(client, principal, fjellet):
    case = CaseFactory(unit=fjellet.school)
    url = f"/cases/{case.pk}/entries/new/"
    assert client.get(url).status_code == 200
    fields = {
        "kind": "talk", "happened_on": "20.11.2025", "text": "Vi snakket.",
        "token": str(uuid.uuid4()),
    }  # fmt: skip
    for _ in range(2):
        assert client.post(url, fields)["Location"] == f"/cases/{case.pk}/"
    entry = Entry.objects.get()
    assert (entry.text, entry.written_by, entry.happened_on.isoformat()) == (
        "Vi snakket.", principal, "2025-11-20",
    )  # fmt: skip


def test_an_entry_is_corrected_by_a_new_one(client, principal, fjellet):
    old = EntryFactory(case__unit=fjellet.school, text="Onsdag.")
    url = f"/cases/{old.case_id}/entries/{old.pk}/correct/"
    assert "Onsdag." in page(client.get(url))
    fields = {
        "kind": "note",
        "happened_on": "i går",
        "text": "Torsdag.",
        "token": str(uuid.uuid4()),
    }
    assert "Torsdag." in page(client.post(url, fields))
    client.post(url, fields | {"happened_on": "20.11.2025"})
    assert Entry.objects.exclude(pk=old.pk).get().corrects == old
    elsewhere = EntryFactory(case__unit=fjellet.school)
    assert client.get(f"/cases/{old.case_id}/entries/{elsewhere.pk}/correct/").status_code == 404


def test_a_step_is_taken_on_its_page(client, principal, fjellet):
    case = CaseFactory(unit=fjellet.school)
    url = f"/cases/{case.pk}/steps/investigate/"
    assert client.get(url).status_code == 200
    assert client.post(url)["Location"] == f"/cases/{case.pk}/"
    case.refresh_from_db()
    assert case.state == "investigating"
    # Sent once more: the case has moved on, and the page says so.
    assert client.post(url)["Location"] == f"/cases/{case.pk}/"


def test_a_step_that_needs_a_reason_asks_for_it(client, principal, fjellet):
    case = CaseFactory(unit=fjellet.school)
    url = f"/cases/{case.pk}/steps/void/"
    response = client.post(url, {"reason": ""})
    assert response.status_code == 200
    assert 'id="id_reason_error"' in page(response)
    client.post(url, {"reason": "Hører til en annen skole."})
    case.refresh_from_db()
    assert (case.state, case.ended_reason) == ("void", "Hører til en annen skole.")


@pytest.mark.parametrize("address", ["entries/new/", "steps/investigate/", "steps/void/"])
def test_writing_is_404_outside_and_403_for_the_wrong_role(client, fjellet, strand, address):
    case = CaseFactory(unit=fjellet.school)
    CaseAccessFactory(case=case, person=fjellet.owner_adviser, kind="granted")
    CaseAccessFactory(case=case, person=fjellet.case_worker)
    answers = {
        fjellet.principal: 200,
        fjellet.deputy: 403 if "void" in address else 200,
        fjellet.owner_adviser: 403,
        fjellet.case_worker: 404,
        fjellet.teacher: 404,
        fjellet.other_principal: 404,
        fjellet.ppt_adviser: 404,
        strand.principal: 404,
    }
    for person, status in answers.items():
        client.force_login(person)
        assert (person, client.get(f"/cases/{case.pk}/{address}").status_code) == (person, status)
    assert client.get(f"/cases/{case.pk}/steps/destroy/").status_code == 404
