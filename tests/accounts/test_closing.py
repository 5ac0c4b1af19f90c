"""An account that is closed, and opened again: who is signed in, and with what."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.actions import close_account, give_start_password, reopen_account
from accounts.models import Person
from audit.models import Event
from common.errors import ActionError
from tests.accounts.signing_in import sign_in
from tests.clock import NOW
from tests.factories.accounts import CLOSED, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def close(person, by=None):
    close_account(person=person, by=by or PersonFactory(), now=NOW)
    person.refresh_from_db()


def reopen(person):
    reopen_account(person=person, by=PersonFactory(), now=NOW)
    person.refresh_from_db()


def is_in(client):
    return client.get("/today/").status_code == 200


def test_close_account_works_and_keeps_the_row():
    person = PersonFactory()
    close(person)
    assert (person.is_active, person.closed_at, person.may_sign_in(NOW)) == (False, NOW, False)
    assert Event.objects.get().name == "person.account_closed"


def test_close_account_refused_by_state():
    person = PersonFactory()
    with pytest.raises(ActionError, match="cannot close your own account"):
        close(person, by=person)
    close(person)
    with pytest.raises(ActionError, match="closed already"):
        close(person)
    assert Event.objects.count() == 1


def test_reopen_account_works_with_the_password_of_before():
    person = PersonFactory(**CLOSED)
    password = person.password
    reopen(person)
    assert (person.is_active, person.closed_at, person.reopened_at) == (True, None, NOW)
    assert person.password == password
    assert Event.objects.get().name == "person.account_reopened"


def test_reopen_account_refused_by_state():
    with pytest.raises(ActionError, match="open already"):
        reopen(PersonFactory())


def test_give_start_password_refused_by_state_of_a_closed_account():
    with pytest.raises(ActionError, match="Open it again first"):
        give_start_password(person=PersonFactory(**CLOSED), by=PersonFactory(), now=NOW)


def test_whoever_is_signed_in_is_signed_out_at_the_next_page_for_good(fjellet, client):
    person, other = fjellet.teacher, Client()
    sign_in(client, person)
    sign_in(other, fjellet.principal)
    assert is_in(client)
    close(person)
    response = client.get("/today/")
    assert response["Location"].startswith("/account/sign-in/")
    reopen(person)
    assert (is_in(client), is_in(other)) == (False, True)
    sign_in(client, person)
    assert is_in(client)


def test_a_session_that_was_not_used_meanwhile_opens_nothing_either(fjellet, client, settings):
    """Nor when the secret of the service was changed in between."""
    sign_in(client, fjellet.teacher)
    close(fjellet.teacher)
    reopen(fjellet.teacher)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "x" * 50
    assert not is_in(client)


def test_a_form_of_somebody_closed_meanwhile_shows_what_was_typed(fjellet, client):
    sign_in(client, fjellet.teacher)
    close(fjellet.teacher)
    response = client.post("/concerns/new/", {"text": "Noe jeg skrev"})
    assert (response.status_code, "Noe jeg skrev" in response.content.decode()) == (403, True)


@pytest.mark.parametrize("fields", [{"is_active": False}, {"closed_at": NOW}])
def test_the_database_refuses_one_without_the_other(fields):
    person = PersonFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(**fields)
