"""The list, a new case, and writing in one, as the browser sends it."""

import re
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import Case, Entry, PptAlert
from notifications.models import Message
from tests.cases.opening import class_of
from tests.factories.cases import CaseAccessFactory, CaseFactory, EntryFactory, PptAlertFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.pupils import PupilFactory

NEW = "/cases/new/"
# Session, person, enter, read log, leave (design, 7). The log goes in a transaction of its own: in a
# test a savepoint and its release.
FRAME = 7


def sheet(**more):
    """The least that makes a case, and what a test changes; None leaves a field out."""
    fields = {
        "described": "en elev vi ikke kjenner",
        "role": "exposed",
        "source": "pupil",
        "known_on": "20.11.2025",
        "known_time": "",
        "what_happened": "Noen stenger eleven ute.",
        "kinds": ["exclusion"],
        "serious": "no",
        "help_wanted": "not_said",
        "token": str(uuid.uuid4()),
    } | more
    return {name: value for name, value in fields.items() if value is not None}


@pytest.fixture
def principal(client, fjellet):
    client.force_login(fjellet.principal)
    return fjellet.principal


def page(response):
    return response.content.decode()


# ---------------------------------------------------------------- the list
def cases_at(unit, count):
    return CaseFactory.create_batch(count, unit=unit, alert__office=None)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_much_for_many_as_for_one(
    client, principal, fjellet, count, django_assert_num_queries
):
    cases_at(fjellet.school, count)
    client.get("/cases/")  # the name of the place is remembered in the session
    with django_assert_num_queries(FRAME + 2):
        response = client.get("/cases/")
    assert page(response).count("<tr>") == count + 1


def test_the_list_shows_no_names_and_the_newest_first(client, principal, fjellet):
    now = timezone.now()
    old, new = (
        CaseFactory(unit=fjellet.school, created_at=now - timedelta(days=days)) for days in (9, 2)
    )
    shown = page(client.get("/cases/"))
    assert shown.index(new.reference) < shown.index(old.reference)
    assert "Ord" in shown or "Words" in shown
    assert new.what_happened not in shown


def test_the_list_shows_open_cases_unless_asked_for_all(client, principal, fjellet):
    case = CaseFactory(unit=fjellet.school, state="closed", ended_reason="Trygt.")
    assert case.reference not in page(client.get("/cases/"))
    assert case.reference in page(client.get("/cases/?show=all"))


def test_the_list_says_when_a_plan_is_overdue(client, principal, fjellet):
    late = CaseFactory(unit=fjellet.school, plan_due_on=timezone.localdate() - timedelta(days=1))
    assert 'data-color="danger"' in page(client.get("/cases/"))
    Case.objects.filter(pk=late.pk).update(state="follow_up")
    assert 'data-color="danger"' not in page(client.get("/cases/"))


def test_the_list_goes_on_after_fifty(client, principal, fjellet):
    cases_at(fjellet.school, 51)
    assert page(client.get("/cases/")).count("<tr>") == 51
    assert page(client.get("/cases/?page=2")).count("<tr>") == 2
    assert client.get("/cases/?page=%00&show=x").status_code == 200


def test_the_list_holds_nothing_of_others(client, fjellet, strand):
    mine, other = CaseFactory(unit=fjellet.school), CaseFactory(unit=fjellet.other_school)
    CaseAccessFactory(case=mine, person=fjellet.deputy)
    for person, seen in (
        (fjellet.principal, [True, False]),
        (fjellet.deputy, [False, False]),
        (fjellet.other_principal, [False, True]),
        (strand.principal, [False, False]),
    ):
        client.force_login(person)
        shown = page(client.get("/cases/?show=all"))
        assert [case.reference in shown for case in (mine, other)] == seen


@pytest.mark.parametrize("who", ["teacher", "ppt_adviser", "school_administrator"])
def test_the_list_is_not_there_for_those_who_follow_up_no_cases(client, fjellet, who):
    client.force_login(getattr(fjellet, who))
    assert client.get("/cases/").status_code == 404
    assert client.get(NEW).status_code == 404
    assert client.post(NEW, sheet()).status_code == 404


def test_the_list_shows_a_case_that_was_opened_to_somebody(client, fjellet):
    case = CaseFactory(unit=fjellet.school)
    CaseAccessFactory(case=case, person=fjellet.teacher, kind="granted")
    client.force_login(fjellet.teacher)
    assert case.reference in page(client.get("/cases/"))


# ---------------------------------------------------------------- a new case
def test_a_new_case_is_opened_and_shown(client, principal, fjellet):
    pupil = class_of(fjellet.school, 30)[0]
    fields = sheet(
        pupils=[str(pupil.pk)], described="", places=["break"], known_time="9.05",
        raised_on="21.11.25",
    )  # fmt: skip
    response = client.post(NEW, fields)
    case = Case.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/cases/{case.pk}/")
    assert timezone.localtime(case.known_at).strftime("%Y-%m-%d %H.%M") == "2025-11-20 09.05"
    assert timezone.localdate(case.raised_at).isoformat() == "2025-11-21"
    assert [person.pupil for person in case.involvements.all()] == [pupil]
    assert (case.places, case.serious, case.alert.stage) == (["break"], False, "5-7")
    assert Message.objects.filter(thing_id=case.alert_id).count() == 4


def test_a_serious_case_carries_its_reason(client, principal):
    client.post(NEW, sheet(serious="yes", serious_reason="Eleven tør ikke komme."))
    case = Case.objects.get()
    assert (case.serious, case.serious_reason) == (True, "Eleven tør ikke komme.")


def test_back_and_resend_make_one_case(client, principal):
    fields = sheet()
    first, second = client.post(NEW, fields), client.post(NEW, fields)
    assert first["Location"] == second["Location"]
    assert (Case.objects.count(), PptAlert.objects.count(), Message.objects.count()) == (1, 1, 4)


def test_another_text_on_a_used_sheet_is_kept_on_the_page(client, principal):
    fields = sheet()
    client.post(NEW, fields)
    response = client.post(NEW, fields | {"what_happened": "En helt annen sak."})
    assert response.status_code == 200
    assert "En helt annen sak." in page(response)
    assert Case.objects.count() == 1


def test_each_page_has_a_sheet_of_its_own(client, principal):
    token = re.compile(r'name="token" value="([0-9a-f-]{36})"')
    found = {token.search(page(client.get(NEW))).group(1) for _ in range(2)}
    assert len(found) == 2


def test_pupils_are_listed_by_group_and_never_a_protected_one(client, principal, fjellet):
    group = class_of(fjellet.school, 2)
    loose = PupilFactory(unit=fjellet.school, name="Uten Klasse")
    PupilFactory(unit=fjellet.school, name="Skjult Identitet", protected=True)
    PupilFactory(unit=fjellet.other_school, name="Annen Skole")
    shown = page(client.get(NEW))
    assert shown.count("<details>") == 2
    assert all(pupil.name in shown for pupil in [*group, loose])
    assert "Skjult Identitet" not in shown
    assert "Annen Skole" not in shown


def test_the_list_of_the_one_chosen_stands_open_after_an_error(client, principal, fjellet):
    pupil = class_of(fjellet.school, 3)[1]
    response = client.post(NEW, sheet(pupils=[str(pupil.pk)], serious=None))
    shown = page(response)
    assert shown.count("<details open>") == 1
    assert re.search(rf'value="{pupil.pk}"[^>]* checked', shown)


def test_six_hundred_pupils_take_no_more_questions_than_six(
    client, principal, fjellet, django_assert_num_queries
):
    class_of(fjellet.school, 600)
    client.get("/cases/")
    # Nothing of a case is read. The unit, the pupils, their groups.
    with django_assert_num_queries(FRAME - 3 + 3):
        client.get(NEW)


def test_who_leads_two_units_chooses_first(client, principal, fjellet):
    MembershipFactory(person=principal, organisation=fjellet.kindergarten, role="principal")
    shown = page(client.get(NEW))
    for unit in (fjellet.school, fjellet.kindergarten):
        assert f"/cases/new/{unit.pk}/" in shown
    assert client.post(NEW, sheet()).status_code == 200
    assert Case.objects.count() == 0
    client.post(f"/cases/new/{fjellet.kindergarten.pk}/", sheet(places=["play_outdoors"]))
    assert Case.objects.get().unit == fjellet.kindergarten


def test_a_new_case_elsewhere_is_not_there(client, principal, fjellet):
    for unit in (fjellet.other_school, fjellet.owner, fjellet.office):
        assert client.get(f"/cases/new/{unit.pk}/").status_code == 404
        assert client.post(f"/cases/new/{unit.pk}/", sheet()).status_code == 404
    assert Case.objects.count() == 0


def test_a_kindergarten_is_asked_in_its_own_words(client, fjellet):
    client.force_login(fjellet.head)
    shown = page(client.get(NEW))
    assert 'value="play_outdoors"' in shown
    assert 'value="after_school"' not in shown


# ---------------------------------------------------------------- writing in a case
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
    case = CaseFactory(unit=fjellet.school, state="monitoring")
    url = f"/cases/{case.pk}/steps/close/"
    response = client.post(url, {"reason": ""})
    assert response.status_code == 200
    assert 'id="id_reason_error"' in page(response)
    client.post(url, {"reason": "Trygt i et halvt år."})
    case.refresh_from_db()
    assert (case.state, case.ended_reason) == ("closed", "Trygt i et halvt år.")


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


def test_an_alert_of_another_case_is_not_in_the_list(client, principal, fjellet):
    PptAlertFactory(unit=fjellet.other_school)
    assert page(client.get("/cases/?show=all")).count("<tr>") == 0
