import pytest

from tests.accounts.signing_in import idle, messages_of, sign_in, text_of
from tests.factories.accounts import CLOSED, PASSWORD
from tests.plugin_database import AppClient

pytestmark = pytest.mark.urls("tests.common.urls")


# ---------------------------------------------------------------- getting in
def test_the_right_password_leads_to_the_page_that_was_asked_for(client, fjellet):
    response = sign_in(client, fjellet.principal, QUERY_STRING="next=/trial/note/")
    assert response.status_code == 302
    assert response["Location"] == "/trial/note/"


def test_capital_letters_in_the_address_do_not_matter(client, fjellet):
    fjellet.principal.email = fjellet.principal.email.upper()
    assert sign_in(client, fjellet.principal).status_code == 302


def shown_to(client, login, password):
    response = client.post("/account/sign-in/", {"login": login, "password": password})
    form = response.context["form"]
    return response.status_code, form.errors.as_json().replace(login, "")


def test_unknown_person_wrong_password_and_closed_account_get_the_same_answer(client, fjellet):
    type(fjellet.teacher).objects.filter(pk=fjellet.teacher.pk).update(**CLOSED)
    fjellet.teacher.refresh_from_db()
    wrong = shown_to(client, fjellet.principal.email, "et helt feil passord")
    unknown = shown_to(client, "ingen@tryggspor.example", PASSWORD)
    closed = shown_to(client, fjellet.teacher.email, PASSWORD)
    assert wrong == unknown == closed
    assert wrong[0] == 200
    assert "_auth_user_id" not in client.session


def test_nobody_is_sent_to_another_site_after_sign_in(client, fjellet):
    response = sign_in(client, fjellet.principal, QUERY_STRING="next=https://elsewhere.example/")
    assert response["Location"] == "/"


def test_repeated_wrong_passwords_are_stopped_with_the_right_one_too(client, fjellet):
    for _ in range(5):
        sign_in(client, fjellet.principal, password="et helt feil passord")
    response = sign_in(client, fjellet.principal)
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("path", ["/accounts/signup/", "/account/signup/", "/signup/"])
def test_nobody_signs_up(client, db, path):
    assert client.get(path).status_code == 404


def test_sign_in_says_no_name(client, fjellet):
    response = sign_in(client, fjellet.principal, QUERY_STRING="next=/trial/note/", follow=True)
    assert messages_of(response) == []


def test_signing_out_ends_the_session(client, fjellet):
    sign_in(client, fjellet.principal)
    client.post("/account/sign-out/")
    assert client.get("/account/")["Location"] == "/account/sign-in/?next=/account/"


# ---------------------------------------------------------------- language
def test_the_language_is_changed_before_sign_in_and_the_page_stays(client, db):
    response = client.post("/language/", {"language": "nn", "next": "/about/"})
    assert response["Location"] == "/about/"
    assert '<html lang="nn">' in text_of(client.get("/about/"))


def test_the_language_is_remembered_with_the_person(client, fjellet):
    sign_in(client, fjellet.principal)
    client.post("/language/", {"language": "nn", "next": "/account/"})
    fjellet.principal.refresh_from_db()
    assert fjellet.principal.language == "nn"
    elsewhere = AppClient()
    sign_in(elsewhere, fjellet.principal)
    assert '<html lang="nn">' in text_of(elsewhere.get("/account/"))


def test_bokmaal_is_the_language_whatever_the_browser_prefers(client, db):
    page = client.get("/about/", headers={"accept-language": "en-US,en;q=0.9"})
    assert '<html lang="nb">' in text_of(page)


@pytest.mark.parametrize("language", ["", "de", "../../etc"])
def test_a_language_that_we_lack_changes_nothing(client, db, language):
    client.post("/language/", {"language": language, "next": "//elsewhere.example/"})
    assert '<html lang="nb">' in text_of(client.get("/about/"))


def test_changing_language_never_leads_to_another_site(client, db):
    for elsewhere in ("https://elsewhere.example/", "//elsewhere.example/", "javascript:x()"):
        assert client.post("/language/", {"language": "en", "next": elsewhere})["Location"] == "/"


# ---------------------------------------------------------------- session limits
def test_a_session_ends_after_thirty_idle_minutes(client, fjellet):
    sign_in(client, fjellet.principal)
    client.get("/account/")
    idle(client, 29)
    assert client.get("/account/").status_code == 200
    idle(client, 31)
    assert client.get("/account/").status_code == 302


def test_a_session_ends_after_ten_hours_however_busy(client, fjellet):
    sign_in(client, fjellet.principal)
    client.get("/account/")
    session = client.session
    session["started"] -= 10 * 3600 + 60
    session.save()
    assert client.get("/account/").status_code == 302


def test_reading_pages_writes_the_session_at_most_once_a_minute(
    client, fjellet, django_assert_num_queries
):
    sign_in(client, fjellet.principal)
    client.get("/trial/note/")
    # Session, person, enter, leave: nothing is written, and the frame asks for nothing more.
    with django_assert_num_queries(4):
        client.get("/trial/note/")


def test_staying_answers_the_script_and_leads_back_without_it(client, fjellet):
    sign_in(client, fjellet.principal)
    assert client.post("/stay/", headers={"sec-fetch-dest": "empty"}).status_code == 204
    back = client.post("/stay/", headers={"referer": "http://testserver/trial/note/"})
    assert back["Location"] == "/trial/note/"
