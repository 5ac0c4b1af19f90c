"""A new case in three steps, as the browser sends it."""

import re

import pytest
from django.utils import timezone

from cases.models import Case, CaseDraft, Entry, OwnerNotice, PptAlert
from notifications.models import Message
from tests.cases.opening import class_of
from tests.cases.sheets import NEW, begun, draft_of, page, part, send, sheet
from tests.factories.cases import CaseAccessFactory, CaseFactory, InvolvementFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.pupils import PupilFactory

# Session, person, enter, leave (design, 7): nothing of a case is read.
FRAME = 4


@pytest.fixture
def principal(client, fjellet):
    client.force_login(fjellet.principal)
    return fjellet.principal


def test_a_new_case_is_opened_and_shown(client, principal, fjellet):
    pupil = class_of(fjellet.school, 30)[0]
    fields = sheet(
        pupils=[str(pupil.pk)], described="", places=["break"], known_time="9.05",
        raised_on="21.11.25", needs_today="Noen må følge eleven hjem.",
    )  # fmt: skip
    address = begun(client)
    response = send(client, fields, address)
    case = Case.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/cases/{case.pk}/")
    assert timezone.localtime(case.known_at).strftime("%Y-%m-%d %H.%M") == "2025-11-20 09.05"
    assert timezone.localdate(case.raised_at).isoformat() == "2025-11-21"
    assert [person.pupil for person in case.involvements.all()] == [pupil]
    assert (case.places, case.serious, case.alert.stage) == (["break"], False, "5-7")
    assert "Noen må følge eleven hjem." in Entry.objects.get(case=case).text
    assert Message.objects.filter(thing_id=case.alert_id).count() == 4
    assert (case.pk, CaseDraft.objects.count()) == (draft_of(address), 0)


def test_what_is_not_known_yet_may_stand_open(client, principal):
    send(client, sheet(kinds=None, serious="unknown"))
    case = Case.objects.get()
    assert (case.kinds, case.serious, OwnerNotice.objects.count()) == (["unknown"], None, 0)


def test_a_serious_case_is_confirmed_before_the_owner_is_told(client, principal, fjellet):
    address = begun(client)
    fields = sheet(serious="yes", serious_reason="Eleven tør ikke komme.")
    assert send(client, fields, address)["Location"] == f"{address}confirm/"
    assert Case.objects.count() == OwnerNotice.objects.count() == 0
    shown = page(client.get(f"{address}confirm/"))
    assert "Eleven tør ikke komme." in shown
    assert fjellet.owner.name in shown
    client.post(f"{address}confirm/")
    case = Case.objects.get()
    notice = OwnerNotice.objects.get(case=case)
    assert (case.serious, notice.reason) == (True, "Eleven tør ikke komme.")
    assert notice.receivers == [fjellet.owner_adviser.pk]


def test_it_is_said_when_nobody_would_be_told(client, principal, fjellet, signed_in):
    fjellet.owner_adviser.memberships.update(ends_on="2025-01-01")
    client = signed_in(principal)
    address = begun(client)
    send(client, sheet(serious="yes", serious_reason="Derfor."), address)
    assert "Nobody is told: tell the owner yourself" in page(client.get(f"{address}confirm/"))
    client.post(f"{address}confirm/")
    assert OwnerNotice.objects.get().receivers == []


def test_a_case_about_a_leader_lies_with_the_owner_at_once(client, principal, fjellet):
    address = begun(client)
    send(client, sheet(about="leader"), address)
    for _twice in range(2):
        response = client.post(f"{address}confirm/")
        assert (response.status_code, response["Location"]) == (302, "/today/")
    case = Case.objects.get()
    assert (case.held_by, case.unit, case.is_about_leader) == (fjellet.owner, fjellet.school, True)
    assert case.reference in page(client.get("/today/"))
    assert client.get(case.get_absolute_url()).status_code == 404
    assert OwnerNotice.objects.filter(case=case, kind="staff").count() == 1


def test_back_and_resend_make_one_case(client, principal):
    address = begun(client)
    first = send(client, address=address)
    second = client.post(f"{address}3/", part(sheet(), 3))
    assert first["Location"] == second["Location"]
    assert (Case.objects.count(), PptAlert.objects.count(), Message.objects.count()) == (1, 1, 4)


def test_a_sheet_that_nobody_has_written_on_is_used_again(client, principal):
    first, second = begun(client), begun(client)
    assert first == second
    client.post(f"{first}1/", part(sheet(), 1))
    assert begun(client) != first


def test_back_and_forth_keeps_everything(client, principal):
    address = begun(client)
    client.post(f"{address}1/", part(sheet(source="peer"), 1))
    half = part(sheet(what_happened="Halvferdig", kinds=None), 2, then="back")
    assert client.post(f"{address}2/", half)["Location"] == f"{address}1/"
    assert re.search(r'value="peer"[^>]* checked', page(client.get(f"{address}1/")))
    assert "Halvferdig" in page(client.get(f"{address}2/"))
    assert "error-summary" not in page(client.get(f"{address}2/"))


def test_saved_and_closed_it_stands_on_min_dag(client, principal, signed_in):
    client = signed_in(principal)
    address = begun(client)
    wrong = part(sheet(described="", known_on="i fjor en gang"), 1, then="close")
    assert client.post(f"{address}1/", wrong)["Location"] == "/today/"
    shown = page(client.get("/today/"))
    assert "New case, saved" in shown
    assert f"{address}1/" in shown
    assert "i fjor en gang" in page(client.get(f"{address}1/"))


def test_the_last_step_leads_to_what_is_missing(client, principal):
    address = begun(client)
    response = client.post(f"{address}3/", part(sheet(), 3))
    assert response["Location"] == f"{address}1/?check=1"
    client.post(f"{address}1/", part(sheet(), 1))
    response = client.post(f"{address}3/", part(sheet(), 3))
    assert response["Location"] == f"{address}2/?check=1"
    assert Case.objects.count() == 0


def test_the_last_step_reads_over_what_was_typed(client, principal, fjellet, signed_in):
    pupil = class_of(fjellet.school, 1)[0]
    client = signed_in(principal)
    address = begun(client)
    fields = sheet(pupils=[str(pupil.pk)], described="", places=["break"])
    for step in (1, 2):
        client.post(f"{address}{step}/", part(fields, step))
    shown = page(client.get(f"{address}3/"))
    for said in (pupil.name, "Noen stenger eleven ute.", "Exclusion", "Break", "The pupil said so"):
        assert said in shown
    assert "PPT is alerted without names" in shown


def test_pupils_are_listed_by_group_and_never_a_protected_one(client, principal, fjellet):
    group = class_of(fjellet.school, 2)
    loose = PupilFactory(unit=fjellet.school, name="Uten Klasse")
    PupilFactory(unit=fjellet.school, name="Skjult Identitet", protected=True)
    PupilFactory(unit=fjellet.other_school, name="Annen Skole")
    shown = page(client.get(NEW, follow=True))
    assert shown.count("<details>") == 2
    assert all(pupil.name in shown for pupil in [*group, loose])
    assert "Skjult Identitet" not in shown
    assert "Annen Skole" not in shown


def test_the_list_of_the_one_chosen_stands_open_after_an_error(client, principal, fjellet):
    pupil = class_of(fjellet.school, 3)[1]
    shown = page(send(client, sheet(pupils=[str(pupil.pk)], known_on="")))
    assert shown.count("<details open>") == 1
    assert re.search(rf'value="{pupil.pk}"[^>]* checked', shown)


def test_six_hundred_pupils_take_no_more_questions_than_six(
    client, principal, fjellet, django_assert_num_queries
):
    class_of(fjellet.school, 600)
    address = begun(client)
    client.get(f"{address}1/")
    # The draft with its unit, the pupils, their groups.
    with django_assert_num_queries(FRAME + 3):
        client.get(f"{address}1/")


def test_who_leads_two_units_chooses_first(client, principal, fjellet):
    MembershipFactory(person=principal, organisation=fjellet.kindergarten, role="principal")
    shown = page(client.get(NEW))
    for unit in (fjellet.school, fjellet.kindergarten):
        assert f"/cases/new/{unit.pk}/" in shown
    assert CaseDraft.objects.count() == 0
    address = begun(client, f"/cases/new/{fjellet.kindergarten.pk}/")
    send(client, sheet(places=["play_outdoors"]), address)
    assert Case.objects.get().unit == fjellet.kindergarten


def test_a_new_case_elsewhere_is_not_there(client, principal, fjellet):
    for unit in (fjellet.other_school, fjellet.owner, fjellet.office):
        assert client.get(f"/cases/new/{unit.pk}/").status_code == 404
    assert CaseDraft.objects.count() == 0


def test_a_kindergarten_is_asked_of_its_own_places(client, fjellet):
    client.force_login(fjellet.head)
    shown = page(client.get(f"{begun(client)}2/"))
    assert 'value="play_outdoors"' in shown
    assert 'value="after_school"' not in shown


# ---------------------------------------------------------------- a case that is there already
@pytest.fixture
def known(fjellet):
    """A pupil with an open case."""
    pupil = class_of(fjellet.school, 1)[0]
    return InvolvementFactory(case=CaseFactory(unit=fjellet.school), pupil=pupil)


def first_step(client, address, pupil, **more):
    fields = sheet(pupils=[str(pupil.pk)], described="")
    return client.post(f"{address}1/", part(fields, 1, **more))


def test_an_open_case_of_the_pupil_is_told_before_the_second_step(
    client, principal, known, signed_in
):
    client = signed_in(principal)
    address = begun(client)
    response = first_step(client, address, known.pupil)
    shown = page(response)
    assert response.status_code == 200
    assert f"The pupil has an open case ({known.case.reference})." in shown
    put = f"{address}put/{known.case.pk}/"
    assert put in shown
    response = first_step(client, address, known.pupil, passed_by=str(known.case.pk))
    assert response["Location"] == f"{address}2/"
    # Asked once, not each time one comes by.
    assert first_step(client, address, known.pupil)["Location"] == f"{address}2/"


def test_the_typed_text_goes_into_the_case_that_is_there(client, principal, known):
    address = begun(client)
    first_step(client, address, known.pupil)
    client.post(f"{address}2/", part(sheet(what_happened="Det skjedde igjen."), 2))
    put = f"{address}put/{known.case.pk}/"
    assert "Det skjedde igjen." in page(client.get(put))
    fields = {"kind": "note", "happened_on": "20.11.2025", "text": "Det skjedde igjen, sa eleven."}
    for _twice in range(2):
        assert client.post(put, fields)["Location"] == known.case.get_absolute_url()
    assert Entry.objects.get(case=known.case).text == "Det skjedde igjen, sa eleven."
    assert (CaseDraft.objects.count(), Case.objects.count()) == (0, 1)


@pytest.mark.parametrize("hidden", ["excluded", "ended", "left the case", "held by the owner"])
def test_nothing_is_said_of_a_case_that_one_may_not_see(client, principal, known, fjellet, hidden):
    case = known.case
    if hidden == "excluded":
        CaseAccessFactory(case=case, person=principal)
    elif hidden == "ended":
        Case.objects.update(state="void", ended_reason="Feil.")
    elif hidden == "left the case":
        type(known).objects.update(ends_on=known.starts_on)
    else:
        Case.objects.update(held_by=fjellet.owner)
    address = begun(client)
    response = first_step(client, address, known.pupil)
    assert (response.status_code, response["Location"]) == (302, f"{address}2/")
    for step in (1, 2, 3):
        assert case.reference not in page(client.get(f"{address}{step}/"))
    if hidden != "left the case":
        assert client.get(f"{address}put/{case.pk}/").status_code == 404


def test_that_the_reason_is_needed_is_said_once(fjellet, signed_in):
    client = signed_in(fjellet.principal)
    address = begun(client)
    for step in (1, 2):
        client.post(f"{address}{step}/", part(sheet(), step))
    said = page(client.get(f"{address}3/"))
    assert said.count("Must be filled in if it is serious") == 1
    assert "when it is serious" not in said
