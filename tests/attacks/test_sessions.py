"""Sessions and attempts to sign in."""

import pytest

from tests.attacks.browsers import browser
from tests.factories.accounts import PASSWORD

OTHER_PASSWORD = "en helt annen setning 9"


def sign_in(hand, person, password=PASSWORD, **more):
    return hand.post("/account/sign-in/", {"login": person.email, "password": password}, **more)


def is_in(hand):
    return hand.get("/today/").status_code == 200


def test_a_session_key_from_before_sign_in_is_worth_nothing(fjellet):
    """Nothing found: the key is another one after sign-in, and after sign-out it opens nothing."""
    hand = browser()
    hand.cookies["sessionid"] = "a" * 32
    sign_in(hand, fjellet.principal)
    key = hand.cookies["sessionid"].value
    assert (is_in(hand), key == "a" * 32) == (True, False)
    hand.post("/account/sign-out/")
    thief = browser()
    thief.cookies["sessionid"] = key
    assert not is_in(thief)


def test_a_new_password_ends_the_other_sessions(fjellet):
    """Nothing found."""
    mine, stolen = browser(), browser()
    sign_in(mine, fjellet.principal)
    sign_in(stolen, fjellet.principal)
    fields = {"oldpassword": PASSWORD, "password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD}
    mine.post("/account/password/", fields)
    assert (is_in(mine), is_in(stolen)) == (True, False)


@pytest.mark.parametrize(("proxies", "gets_in"), [(1, True), (0, False)])
def test_guesses_of_one_do_not_shut_out_all(fjellet, settings, proxies, gets_in):
    """Behind a proxy everybody seemed to come from one address: ten wrong passwords a minute, for
    whatever accounts, and nobody could sign in. How many proxies there are is a setting now; the
    second row is the control."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    for number in range(11):
        fields = {"login": f"nobody{number}@tryggspor.example", "password": "feil"}
        browser().post("/account/sign-in/", fields, HTTP_X_FORWARDED_FOR="203.0.113.9")
    hand = browser()
    sign_in(hand, fjellet.principal, HTTP_X_FORWARDED_FOR="198.51.100.7")
    assert is_in(hand) == gets_in
