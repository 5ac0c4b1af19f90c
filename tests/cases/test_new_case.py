"""A new case, as the browser sends it."""

import re

import pytest
from django.utils import timezone

from cases.models import Case, PptAlert
from notifications.models import Message
from tests.cases.opening import class_of
from tests.cases.sheets import NEW, page, sheet
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
    # The unit, the pupils, their groups.
    with django_assert_num_queries(FRAME + 3):
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


def test_a_session_that_ends_in_the_middle_keeps_the_text(client, principal, fjellet):
    pupil = class_of(fjellet.school, 2)[0]
    client.get(NEW)
    session = client.session
    session["seen"] = session["started"] = int(timezone.now().timestamp()) - 11 * 3600
    session.save()
    fields = sheet(pupils=[str(pupil.pk)], what_happened="Dette skrev jeg før jeg ble logget ut.")
    assert "/cases/new/" in client.post(NEW, fields)["Location"]
    assert Case.objects.count() == 0
    client.force_login(principal)
    session = client.session
    session["kept"] = True
    session.save()
    shown = page(client.get(NEW))
    assert "Dette skrev jeg før jeg ble logget ut." in shown
    assert fields["token"] in shown
    assert re.search(rf'value="{pupil.pk}"[^>]* checked', shown)
    assert "error-summary" not in shown
