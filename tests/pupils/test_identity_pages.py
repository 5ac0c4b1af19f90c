"""The pages about protected identity: who reaches them, and what stands on them."""

import re

import pytest
from django.urls import reverse

from pupils.models import Pupil, PupilAccess
from tests.factories.organisations import member
from tests.factories.pupils import PupilAccessFactory, PupilFactory

FRAME = 4  # session, person, enter, leave
WHY = "Sperret adresse, meldt fra hjemmet."
NAME = "Kanari Fugl"


def text(response):
    page = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def page(name, pupil, *more):
    return reverse(f"pupils:{name}", args=[pupil.pk, *more])


@pytest.fixture
def pupil(fjellet):
    return PupilFactory(unit=fjellet.school, name=NAME)


@pytest.fixture
def hidden(fjellet):
    hidden = PupilFactory(unit=fjellet.school, name=NAME, protected=True)
    PupilAccessFactory(pupil=hidden, person=fjellet.principal, given_by=fjellet.principal)
    return hidden


def test_a_pupil_is_marked_and_gone_for_the_one_who_marked_it(fjellet, pupil, signed_in):
    client = signed_in(fjellet.school_administrator)
    shown = client.get(page("identity", pupil))
    leader = f'value="{fjellet.principal.pk}" class="ds-input" id="id_people_0" checked'
    assert NAME in text(shown)
    assert "Anne Fjellet, Principal" in text(shown)
    assert f'value="{fjellet.principal.pk}"' in shown.content.decode(), leader
    assert re.findall(r'value="([^"]*)"[^>]*checked', shown.content.decode()) == [
        str(fjellet.principal.pk)
    ]
    asked = {"people": [fjellet.principal.pk, fjellet.deputy.pk], "reason": WHY}
    response = client.post(page("identity", pupil), asked, follow=True)
    assert "To all who are not named, the pupil is gone." in text(response)
    assert client.get(page("identity", pupil)).status_code == 404
    assert client.get(page("pupil", pupil)).status_code == 404
    assert NAME not in text(client.get(reverse("pupils:pupils", args=[fjellet.school.pk])))
    open_rows = PupilAccess.objects.current().values_list("person", flat=True)
    assert set(open_rows) == {fjellet.principal.pk, fjellet.deputy.pk}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"people": []}, "Choose who may see the pupil."),
        ({"people": ["{deputy}"]}, "Name the leader of the place too"),
        ({"people": ["{stranger}"]}, "Choose among the answers in the list."),
        ({"people": ["x"]}, "Choose among the answers in the list."),
        ({"reason": ""}, "Write why."),
        ({"reason": "…"}, "Write at least one word."),
        ({"reason": "x" * 1001}, "There is room for 1000."),
        ({"reason": "fordi\x00"}, "hidden characters"),
    ],
)
def test_bad_input_gets_a_sentence_and_hides_nobody(fjellet, strand, pupil, signed_in, typed, said):
    known = {"deputy": fjellet.deputy.pk, "stranger": strand.principal.pk}
    typed = {
        name: [one.format(**known) for one in value] if isinstance(value, list) else value
        for name, value in typed.items()
    }
    asked = {"people": [str(fjellet.principal.pk)], "reason": WHY} | typed
    response = signed_in(fjellet.principal).post(page("identity", pupil), asked)
    assert response.status_code == 200
    assert said in text(response)
    assert response.context["form"].data.getlist("people") == asked["people"]
    assert asked["reason"] == response.context["form"].data["reason"]
    assert not Pupil.objects.get().protected


def test_the_leader_sees_who_is_named_names_one_more_and_takes_one_away(fjellet, hidden, signed_in):
    client = signed_in(fjellet.principal)
    assert f"{NAME} 1 person is named" in text(client.get(reverse("pupils:protected")))
    asked = {"person": fjellet.deputy.pk, "reason": WHY}
    shown = text(client.post(page("identity", hidden), asked, follow=True))
    assert NAME in shown
    assert f"Named by Anne Fjellet on 23.11.2026 {WHY}" in shown
    assert "2 people are named" in text(client.get(reverse("pupils:protected")))
    assert "named already" in text(client.post(page("identity", hidden), asked))
    access = PupilAccess.objects.get(person=fjellet.deputy)
    shown = text(client.post(page("close_identity", hidden, access.pk), follow=True))
    assert "The person is no longer named." in shown
    own = PupilAccess.objects.get(person=fjellet.principal)
    shown = text(client.post(page("close_identity", hidden, own.pk), follow=True))
    assert "Name another leader first" in shown


def test_a_leader_who_is_not_named_does_not_see_who_it_is_before_naming_oneself(
    fjellet, hidden, signed_in
):
    new = member("principal", fjellet.school)
    client = signed_in(new)
    listed, address = client.get(reverse("pupils:protected")), page("identity", hidden)
    for response in (listed, client.get(address)):
        assert NAME not in response.content.decode()
        assert "A pupil with protected identity" in text(response)
    assert "Show the pupil again" not in text(client.get(address))
    refused = client.post(page("unprotect", hidden), follow=True)
    assert "Name yourself first." in text(refused)
    shown = client.post(address, {"person": new.pk, "reason": WHY}, follow=True)
    assert NAME in text(shown)


def test_the_pupil_is_shown_again(fjellet, hidden, signed_in):
    client = signed_in(fjellet.principal)
    response = client.post(page("unprotect", hidden), follow=True)
    assert "The pupil is shown again." in text(response)
    assert "No pupil here has a protected identity." in text(response)
    assert NAME in text(client.get(reverse("pupils:pupils", args=[fjellet.school.pk])))
    assert client.post(page("unprotect", hidden)).status_code == 404


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("deputy", 404),
        ("case_worker", 404),
        ("school_administrator", 404),
        ("teacher", 404),
        ("other_principal", 404),
        ("owner_adviser", 404),
        ("owner_administrator", 404),
    ],
)
def test_others_find_nothing_of_a_protected_pupil(fjellet, hidden, signed_in, role, status):
    client = signed_in(getattr(fjellet, role))
    access = PupilAccess.objects.get()
    assert client.get(page("identity", hidden)).status_code == status
    assert client.post(page("identity", hidden), {}).status_code == status
    assert client.post(page("unprotect", hidden)).status_code == status
    assert client.post(page("close_identity", hidden, access.pk)).status_code == status


def test_one_who_is_named_sees_the_pupil_and_opens_it_to_nobody(fjellet, hidden, signed_in):
    PupilAccessFactory(pupil=hidden, person=fjellet.school_administrator)
    client = signed_in(fjellet.school_administrator)
    assert NAME in text(client.get(page("pupil", hidden)))
    assert client.get(page("identity", hidden)).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_take_the_same_queries_whatever_the_rows(
    fjellet, hidden, signed_in, rows, django_assert_num_queries
):
    for _ in range(rows):
        other = PupilFactory(unit=fjellet.school, protected=True)
        PupilAccessFactory(pupil=other, person=fjellet.principal)
        PupilAccessFactory(pupil=hidden, person=member("staff", fjellet.school))
    client = signed_in(fjellet.principal)
    listed = reverse("pupils:protected")
    client.get(listed)  # the first page of a session writes the session too
    with django_assert_num_queries(FRAME + 2):  # who is named, the pupils
        client.get(listed)
    with django_assert_num_queries(FRAME + 3):  # and who works here
        client.get(page("identity", hidden))
