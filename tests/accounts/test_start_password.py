"""A first password that somebody else made: told once, and changed before anything opens."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions import give_start_password
from accounts.system import SYSTEM
from audit.models import Event
from common.errors import ActionError
from tests.accounts.signing_in import sign_in, text_of
from tests.clock import NOW
from tests.factories.accounts import PersonFactory

OWN = "et nytt og langt passord"
CHANGE = "/account/password/"


def started(**fields):
    person = PersonFactory(**fields)
    return person, give_start_password(person=person, by=SYSTEM, now=NOW)


def test_give_start_password_makes_one_that_can_be_read_aloud(db):
    person, first = started()
    second = give_start_password(person=person, by=SYSTEM, now=NOW)
    assert first != second
    assert set(first) <= set("abcdefghjkmnpqrstuvwxyz23456789-")
    person.refresh_from_db()
    assert (person.check_password(first), person.check_password(second)) == (False, True)
    assert [(event.name, event.data) for event in Event.objects.all()] == [
        ("person.start_password_given", {})
    ] * 2


def test_give_start_password_refused_by_state_after_the_first_sign_in(db):
    with pytest.raises(ActionError):
        started(last_login=NOW, has_start_password=False)


def test_a_start_password_that_was_never_changed_is_made_anew(db):
    person, first = started()
    person.last_login = NOW
    second = give_start_password(person=person, by=SYSTEM, now=NOW)
    assert (person.check_password(first), person.check_password(second)) == (False, True)


def test_a_start_password_holds_for_seven_days(client, fjellet, monday):
    made = timezone.now() - timedelta(days=7)
    start = give_start_password(person=fjellet.teacher, by=SYSTEM, now=made)
    answer = sign_in(client, fjellet.teacher, password=start, language="en")
    assert "E-postadressen eller passordet er ikke riktig." in text_of(answer)
    start = give_start_password(person=fjellet.teacher, by=SYSTEM, now=made + timedelta(minutes=1))
    sign_in(client, fjellet.teacher, password=start, language="en")
    assert client.get("/today/")["Location"] == CHANGE


@pytest.mark.parametrize("mfa", [False, True])
def test_nothing_opens_before_an_own_password_is_chosen(client, fjellet, settings, mfa):
    settings.MFA_REQUIRED = mfa
    start = give_start_password(person=fjellet.teacher, by=SYSTEM, now=timezone.now())
    sign_in(client, fjellet.teacher, password=start, language="en")
    for path in ("/", "/today/", "/account/", "/account/app/", "/messages/"):
        assert client.get(path)["Location"] == CHANGE, path
    assert client.post("/messages/read/").status_code in (302, 404)
    assert "signed in with a start password" in text_of(client.get(CHANGE))
    assert client.get("/about/").status_code == 200

    client.post(CHANGE, {"oldpassword": start, "password1": OWN, "password2": OWN})
    fjellet.teacher.refresh_from_db()
    assert not fjellet.teacher.has_start_password
    assert fjellet.teacher.check_password(OWN)
    opened = client.get("/today/")
    assert opened.status_code == (302 if mfa else 200)
    if mfa:  # the next step of the first sign-in
        assert opened["Location"] == "/account/app/"
    assert sign_in(client, fjellet.teacher, password=start).status_code in (200, 302)


def test_the_start_password_itself_is_no_own_password(client, fjellet):
    start = give_start_password(person=fjellet.teacher, by=SYSTEM, now=timezone.now())
    sign_in(client, fjellet.teacher, password=start)
    response = client.post(CHANGE, {"oldpassword": start, "password1": start, "password2": start})
    assert set(response.context["form"].errors) == {"password1"}
    fjellet.teacher.refresh_from_db()
    assert fjellet.teacher.has_start_password


def test_those_with_a_password_of_their_own_notice_nothing(client, fjellet):
    sign_in(client, fjellet.teacher, language="en")
    assert client.get("/today/").status_code == 200
    assert "start password" not in text_of(client.get(CHANGE))
