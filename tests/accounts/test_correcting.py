"""An e-mail address that is corrected: who signs in with what afterwards, and with which means."""

import time
from types import SimpleNamespace

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from accounts.actions import correct_address, give_start_password
from accounts.models import Person
from accounts.system import SYSTEM
from audit.models import Event
from common.errors import ActionError
from tests.accounts.signing_in import sign_in, text_of
from tests.accounts.test_mfa import code_now
from tests.clock import NOW
from tests.factories.accounts import PASSWORD, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
NEW = "rett.adresse@tryggspor.example"


def correct(person, email=NEW):
    done = correct_address(person=person, email=email, by=PersonFactory(), now=NOW)
    person.refresh_from_db()
    return done


def log_in(client, email):
    return client.post("/account/sign-in/", {"login": email, "password": PASSWORD})


def test_correct_address_writes_neither_of_them_in_the_log():
    person = PersonFactory(mail_returned_at=NOW)
    before = person.email
    done = correct(person)
    assert (done.before, person.email, person.mail_returned_at) == (before, NEW, None)
    event = Event.objects.get()
    assert (event, event.name, event.target_id, event.data) == (
        done.event, "person.address_corrected", person.pk, {},
    )  # fmt: skip


@pytest.mark.parametrize("typed", ["Samme@Tryggspor.example", "andres@tryggspor.example"])
def test_correct_address_refused_by_state(typed):
    person = PersonFactory(email="samme@tryggspor.example")
    PersonFactory(email="Andres@tryggspor.example", name="Hemmelig Hansen")
    with pytest.raises(ActionError, match="registered already") as refused:
        correct(person, typed)
    assert "Hemmelig" not in str(refused.value)
    person.refresh_from_db()
    assert (person.email, Event.objects.count()) == ("samme@tryggspor.example", 0)


def test_correct_address_refused_by_state_for_one_that_sign_in_knows():
    EmailAddress.objects.create(user=PersonFactory(), email=NEW)
    with pytest.raises(ActionError, match="cannot be used"):
        correct(PersonFactory())


@pytest.mark.parametrize("rows", [[], ["before"], ["before", "older@tryggspor.example"]])
def test_one_signs_in_with_the_new_address_and_not_with_any_before(client, fjellet, rows):
    person = fjellet.principal
    before = person.email
    for row in rows:
        email = before if row == "before" else row
        EmailAddress.objects.create(user=person, email=email, primary=row == "before")
    correct(person)
    for email in (before, *rows):
        assert log_in(client, email).status_code == 200  # the form again
    assert log_in(client, NEW.upper()).status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)
    found = EmailAddress.objects.filter(user=person).values_list("email", "primary", "verified")
    assert list(found) == ([(NEW, True, False)] if rows else [])


def test_an_open_session_goes_on_and_the_password_can_be_changed_in_it(client, fjellet):
    sign_in(client, fjellet.principal, language="en")
    assert client.get("/today/").status_code == 200
    correct(fjellet.principal)
    assert NEW in text_of(client.get("/account/"))
    new = "et nytt og langt passord"
    asked = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/account/password/", asked).status_code == 302
    fjellet.principal.refresh_from_db()
    assert fjellet.principal.check_password(new)


def test_the_second_step_is_asked_for_as_before(client, fjellet, monkeypatch, settings):
    settings.MFA_REQUIRED = True
    now = time.time()
    monkeypatch.setattr(auth, "time", SimpleNamespace(time=lambda: now))
    secret = generate_totp_secret()
    TOTP.activate(fjellet.principal, secret)
    correct(fjellet.principal)
    assert log_in(client, NEW)["Location"] == "/account/sign-in/code/"
    assert client.get("/today/").status_code == 302
    client.post("/account/sign-in/code/", {"code": code_now(secret)})
    assert client.get("/today/").status_code == 200


def test_nobody_gets_a_start_password_for_a_corrected_account(fjellet):
    Person.objects.filter(pk=fjellet.principal.pk).update(last_login=NOW)
    correct(fjellet.principal)
    with pytest.raises(ActionError):
        give_start_password(person=fjellet.principal, by=SYSTEM, now=NOW)
    fjellet.principal.refresh_from_db()
    assert fjellet.principal.check_password(PASSWORD)
