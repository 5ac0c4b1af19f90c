from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import KeptForm
from tests.accounts.signing_in import sign_in
from tests.common import urls as trial
from tests.factories.accounts import PASSWORD
from tests.plugin_database import AppClient

pytestmark = pytest.mark.urls("tests.common.urls")
STORY = "Eleven ble holdt utenfor i friminuttet."


def text_of(response):
    return response.content.decode()


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


def idle(client, minutes):
    """As if the last page was asked for so long ago."""
    session = client.session
    for stamp in ("started", "seen"):
        session[stamp] -= minutes * 60
    session.save()


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
    fjellet.teacher.is_active = False
    fjellet.teacher.save()
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


# ---------------------------------------------------------------- text that comes too late
def post_late(client, person, path="/trial/note/", **fields):
    sign_in(client, person)
    client.get("/trial/note/")
    idle(client, 45)
    headers = {"referer": "http://testserver/trial/note/"}
    return client.post(path, {"csrfmiddlewaretoken": "x", **fields}, headers=headers)


def test_text_sent_after_the_session_ended_is_kept_and_comes_back(client, fjellet):
    trial.SAVED.clear()
    response = post_late(client, fjellet.principal, text=STORY, place="Gården")
    assert response["Location"] == "/account/sign-in/?next=/trial/note/"
    assert len(messages_of(client.get(response["Location"]))) == 1
    kept = KeptForm.objects.get()
    assert kept.person == fjellet.principal
    assert "csrf" not in kept.typed

    sign_in(client, fjellet.principal)
    page = client.get("/trial/note/")
    assert STORY in text_of(page)
    assert "Gården" in text_of(page)
    assert len(messages_of(page)) == 1
    assert trial.SAVED == []

    client.post("/trial/note/", {"text": STORY})
    assert trial.SAVED == [STORY]
    assert KeptForm.objects.count() == 0
    assert STORY not in text_of(client.get("/trial/note/"))


def test_kept_text_stays_while_the_form_has_errors(client, fjellet):
    post_late(client, fjellet.principal, text=STORY)
    sign_in(client, fjellet.principal)
    client.post("/trial/note/", {"text": ""})
    assert STORY in text_of(client.get("/trial/note/"))


def test_kept_text_is_for_its_writer_alone(client, fjellet):
    post_late(client, fjellet.principal, text=STORY)
    sign_in(client, fjellet.deputy)
    assert STORY not in text_of(client.get("/trial/note/"))
    assert STORY not in text_of(client.get("/account/kept/"))


def test_a_late_press_of_a_button_keeps_nothing_and_says_so(client, fjellet):
    response = post_late(client, fjellet.principal, "/trial/press/", measure="0f3a")
    assert response["Location"] == "/account/sign-in/?next=/trial/note/"
    assert KeptForm.objects.count() == 0


def test_passwords_and_codes_are_never_kept(client, fjellet):
    post_late(
        client, fjellet.principal, "/account/password/", oldpassword="Hemmelig ord", code="A 1"
    )
    assert KeptForm.objects.count() == 0


@pytest.mark.parametrize("text", ["Hei\x00", "Hei \u202eder"])
def test_characters_that_a_database_refuses_are_kept_too(client, fjellet, text):
    post_late(client, fjellet.principal, text=text)
    sign_in(client, fjellet.principal)
    assert client.get("/trial/note/").status_code == 200
    assert KeptForm.objects.count() == 1


def test_text_from_nobody_is_shown_to_be_copied_and_stored_nowhere(client, db):
    response = client.post("/trial/note/", {"text": STORY})
    assert response.status_code == 403
    assert STORY in text_of(response)
    assert "readonly" in text_of(response)
    assert KeptForm.objects.count() == 0


def test_text_from_a_page_older_than_the_last_sign_in_is_kept(fjellet):
    person = AppClient(enforce_csrf_checks=True)
    person.force_login(fjellet.principal)
    person.get("/trial/note/")
    headers = {"referer": "http://testserver/trial/note/", "origin": "http://testserver"}
    response = person.post("/trial/note/", {"text": STORY}, headers=headers)
    assert response["Location"] == "/trial/note/"
    assert STORY in text_of(person.get("/trial/note/"))


def test_kept_text_can_be_read_and_thrown_away(client, fjellet):
    post_late(client, fjellet.principal, text=STORY)
    sign_in(client, fjellet.principal)
    assert STORY in text_of(client.get("/account/kept/"))
    client.post("/account/kept/")
    assert KeptForm.objects.count() == 0


# ---------------------------------------------------------------- the hidden screen
def test_while_the_screen_is_hidden_no_address_shows_a_page(client, fjellet):
    sign_in(client, fjellet.principal)
    client.post("/hidden/", {"page": "/account/?a=1"})
    for path in ("/account/", "/trial/note/"):
        assert client.get(path)["Location"] == "/hidden/"
    neutral = text_of(client.get("/hidden/"))
    assert fjellet.school.name not in neutral
    assert "/account/?a=1" not in neutral
    assert client.post("/hidden/show/")["Location"] == "/account/?a=1"
    assert client.get("/account/").status_code == 200


def test_hiding_changes_the_session_key_so_that_the_browser_forgets_the_page(client, fjellet):
    sign_in(client, fjellet.principal)
    before = client.session.session_key
    client.post("/hidden/", {"page": "/account/"})
    assert client.session.session_key != before


def test_hiding_in_the_middle_of_a_form_keeps_what_is_typed(client, fjellet):
    sign_in(client, fjellet.principal)
    client.post("/hidden/", {"page": "/trial/note/", "text": STORY})
    client.post("/hidden/show/")
    assert STORY in text_of(client.get("/trial/note/"))


def test_a_form_sent_from_another_window_while_hidden_is_kept(client, fjellet):
    sign_in(client, fjellet.principal)
    client.post("/hidden/", {"page": "/account/"})
    assert client.post("/trial/note/", {"text": STORY})["Location"] == "/hidden/"
    client.post("/hidden/show/")
    assert STORY in text_of(client.get("/trial/note/"))


def test_the_button_belongs_to_the_form_of_the_page(client, fjellet):
    sign_in(client, fjellet.principal)
    assert 'form="main-form" formaction="/hidden/"' in text_of(client.get("/trial/note/"))
    assert 'class="hide" method="post" action="/hidden/"' in text_of(client.get("/account/"))


def test_text_kept_long_ago_is_still_there(client, fjellet):
    post_late(client, fjellet.principal, text=STORY)
    KeptForm.objects.update(kept_at=timezone.now() - timedelta(days=20))
    sign_in(client, fjellet.principal)
    assert STORY in text_of(client.get("/trial/note/"))
