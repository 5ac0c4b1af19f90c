import pytest
from django.test import override_settings

from tests.accounts.signing_in import sign_in
from tests.plugin_database import AppClient

pytestmark = pytest.mark.urls("tests.common.urls")


def titled(response):
    html = response.content.decode()
    return html[html.index("<title>") + 7 : html.index("</title>")]


def test_a_server_error_shows_nothing_of_the_fault_and_asks_no_database(
    client, db, django_assert_num_queries
):
    client.raise_request_exception = False
    with django_assert_num_queries(0):
        response = client.get("/trial/fails/")
    assert response.status_code == 500
    assert "not for the user" not in response.content.decode()


def test_a_server_error_shows_back_what_was_typed_and_a_number_of_the_log(client, db, caplog):
    client.raise_request_exception = False
    typed = {"text": "Vi snakket <b>lenge</b>.", "password1": "En hemmelighet 1"}
    page = client.post("/trial/fails/", typed).content.decode()
    assert "Vi snakket &lt;b&gt;lenge&lt;/b&gt;." in page
    assert "En hemmelighet" not in page
    number = page.split('data-fault="')[1].split('"')[0]
    assert f"Fault {number} at /trial/fails/" in caplog.text


def test_a_server_error_shows_back_nothing_that_another_site_sent(client, db):
    client.raise_request_exception = False
    headers = {"sec-fetch-site": "cross-site"}
    page = client.post("/trial/fails/", {"text": "Ring meg."}, headers=headers).content.decode()
    assert ("Ring meg." in page, "data-fault" in page) == (False, True)


def test_what_is_too_large_is_said_so(client, db):
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1000):
        response = client.post(
            "/trial/reads/", "a=" + "b" * 2000, "application/x-www-form-urlencoded"
        )
    assert response.status_code == 413
    assert "413" not in titled(response)


def test_a_million_characters_are_taken_in(client, fjellet):
    sign_in(client, fjellet.principal)
    response = client.post("/trial/note/", {"text": "å" * 1_000_000})
    assert response.status_code == 200
    assert "ds-error-summary" in response.content.decode()
    assert "å" * 1_000_000 in response.content.decode()


def test_an_unknown_page_says_the_same_to_all(client, fjellet):
    unknown = client.get("/no/such/page/")
    sign_in(client, fjellet.principal)
    known = client.get("/no/such/page/")
    assert unknown.status_code == known.status_code == 404
    assert titled(unknown) == titled(known)


def test_a_page_with_errors_says_so_in_its_title(client, fjellet):
    sign_in(client, fjellet.principal, language="en")
    assert titled(client.post("/trial/note/", {"text": ""})).startswith("Error:")
    assert not titled(client.get("/trial/note/")).startswith("Error:")


def test_no_title_holds_a_name_or_a_school(client, fjellet):
    sign_in(client, fjellet.principal)
    for path in ("/account/", "/trial/note/", "/about/", "/hidden/"):
        title = titled(client.get(path, follow=True))
        assert fjellet.principal.name not in title
        assert fjellet.school.name not in title


def test_practice_data_is_marked_on_every_page_only_in_the_demo(client, fjellet, settings):
    sign_in(client, fjellet.principal)
    for demo in (True, False):
        settings.DEMO = demo
        assert ('class="practice"' in client.get("/account/").content.decode()) is demo


def test_a_form_without_its_token_is_refused_with_the_text_to_copy(db):
    stranger = AppClient(enforce_csrf_checks=True)
    own = {"headers": {"origin": "http://testserver", "referer": "http://testserver/trial/note/"}}
    response = stranger.post("/trial/reads/", {"text": "En lang fortelling"}, **own)
    assert response.status_code == 403
    assert "En lang fortelling" in response.content.decode()


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_form_from_elsewhere_is_refused_without_showing_what_it_brought(db, site):
    stranger = AppClient(enforce_csrf_checks=True)
    headers = {"origin": "http://elsewhere.example", "sec-fetch-site": site}
    response = stranger.post("/trial/reads/", {"text": "Send penger"}, headers=headers)
    assert response.status_code == 403
    assert "Send penger" not in response.content.decode()
