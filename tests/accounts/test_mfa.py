import time
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)

from tests.accounts.signing_in import sign_in
from tests.factories.accounts import PASSWORD

pytestmark = pytest.mark.urls("tests.common.urls")
SETUP = "/account/app/"


@pytest.fixture(autouse=True)
def required(settings):
    settings.MFA_REQUIRED = True


@pytest.fixture(autouse=True)
def one_moment(monkeypatch):
    """No code runs out between being worked out and being sent."""
    now = time.time()
    monkeypatch.setattr(auth, "time", SimpleNamespace(time=lambda: now))


def code_now(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def set_up(client):
    secret = client.get(SETUP).context["form"].secret
    return secret, client.post(SETUP, {"code": code_now(secret)})


def test_nothing_opens_before_the_second_step_is_set_up(client, fjellet):
    sign_in(client, fjellet.principal)
    for path in ("/trial/note/", "/account/", "/account/password/", "/account/kept/"):
        assert client.get(path)["Location"] == SETUP
    assert client.post("/trial/press/")["Location"] == SETUP
    assert client.get("/about/").status_code == 200


def test_setting_it_up_gives_recovery_codes_and_opens_the_rest(client, fjellet):
    sign_in(client, fjellet.principal)
    _secret, response = set_up(client)
    assert response["Location"] == "/account/codes/"
    assert len(client.get("/account/codes/").context["unused_codes"]) == 10
    assert client.get("/trial/note/").status_code == 200


def test_a_wrong_code_does_not_set_it_up(client, fjellet):
    sign_in(client, fjellet.principal)
    client.get(SETUP)
    response = client.post(SETUP, {"code": "000000"})
    assert response.status_code == 200
    assert "code" in response.context["form"].errors
    assert Authenticator.objects.count() == 0


def test_where_it_is_optional_all_opens_without(client, fjellet, settings):
    settings.MFA_REQUIRED = False
    sign_in(client, fjellet.principal)
    assert client.get("/trial/note/").status_code == 200


def with_app(client, person):
    sign_in(client, person)
    secret, _response = set_up(client)
    codes = client.get("/account/codes/").context["unused_codes"]
    client.post("/account/sign-out/")
    return secret, codes


def test_after_that_the_password_alone_lets_nobody_in(client, fjellet):
    with_app(client, fjellet.principal)
    response = sign_in(client, fjellet.principal)
    assert response["Location"] == "/account/sign-in/code/"
    assert client.get("/trial/note/")["Location"].startswith("/account/sign-in/")


def test_the_code_lets_in_and_a_recovery_code_only_once(client, fjellet):
    _secret, codes = with_app(client, fjellet.principal)
    for expected in (302, 200):
        sign_in(client, fjellet.principal)
        response = client.post("/account/sign-in/code/", {"code": codes[0]})
        assert response.status_code == expected
        if expected == 302:
            assert client.get("/trial/note/").status_code == 200
            client.post("/account/sign-out/")


def test_a_wrong_code_is_refused_in_our_words(client, fjellet):
    with_app(client, fjellet.principal)
    sign_in(client, fjellet.principal)
    response = client.post("/account/sign-in/code/", {"code": "123456"})
    assert response.status_code == 200
    assert "ds-error-summary" in response.content.decode()


def test_it_cannot_be_removed_where_it_is_required(client, fjellet):
    sign_in(client, fjellet.principal)
    set_up(client)
    client.post("/account/app/remove/")
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).count() == 1


def test_it_can_be_removed_where_it_is_optional(client, fjellet, settings):
    settings.MFA_REQUIRED = False
    sign_in(client, fjellet.principal)
    set_up(client)
    assert client.get("/account/app/remove/").status_code == 200
    client.post("/account/app/remove/")
    assert Authenticator.objects.count() == 0


def test_the_secret_is_made_here_and_shown_as_text_too(client, fjellet):
    assert len(generate_totp_secret()) >= 26
    sign_in(client, fjellet.principal)
    page = client.get(SETUP)
    assert page.context["form"].secret in page.content.decode()


def test_every_page_of_sign_in_renders(client, fjellet):
    sign_in(client, fjellet.principal)
    set_up(client)
    for path in (
        "/account/",
        "/account/password/",
        "/account/codes/",
        "/account/codes/new/",
        "/account/confirm/",
        "/account/confirm/code/",
        "/account/sign-out/",
    ):
        assert client.get(path).status_code == 200, path


def test_changing_the_password(client, fjellet):
    sign_in(client, fjellet.principal)
    set_up(client)
    new = "et nytt og langt passord"
    wrong = {"oldpassword": "feil", "password1": new, "password2": new + "x"}
    response = client.post("/account/password/", wrong)
    assert set(response.context["form"].errors) == {"oldpassword", "password2"}
    client.post("/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    fjellet.principal.refresh_from_db()
    assert fjellet.principal.check_password(new)
