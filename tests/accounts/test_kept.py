from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import KeptForm
from tests.accounts.signing_in import idle, messages_of, sign_in, text_of
from tests.common import urls as trial
from tests.plugin_database import AppClient

pytestmark = pytest.mark.urls("tests.common.urls")
STORY = "Eleven ble holdt utenfor i friminuttet."


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
        client, fjellet.principal, "/account/password/", oldpassword="Hemmelig ord", code="A 1 B"
    )
    assert KeptForm.objects.count() == 0


def test_a_decision_without_words_is_kept_together_with_the_words(client, fjellet):
    post_late(client, fjellet.principal, text=STORY, next="continue")
    assert KeptForm.objects.get().typed.endswith("&next=continue")


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
    client.post("/hidden/", {"hidden_page": "/account/?a=1"})
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
    client.post("/hidden/", {"hidden_page": "/account/"})
    assert client.session.session_key != before


def test_hiding_in_the_middle_of_a_form_keeps_what_is_typed(client, fjellet):
    sign_in(client, fjellet.principal)
    client.post("/hidden/", {"hidden_page": "/trial/note/", "text": STORY})
    client.post("/hidden/show/")
    assert STORY in text_of(client.get("/trial/note/"))


def test_a_form_that_is_sent_elsewhere_is_kept_for_the_place_it_is_sent_to(client, fjellet):
    sign_in(client, fjellet.principal)
    fields = {"hidden_page": "/account/?a=1", "sent_to": "/trial/note/", "text": STORY}
    client.post("/hidden/", fields)
    assert KeptForm.objects.get().path == "/trial/note/"
    client.post("/hidden/show/")
    client.post("/hidden/", fields | {"sent_to": "https://elsewhere.example/"})
    assert sorted(KeptForm.objects.values_list("path", flat=True)) == ["/", "/trial/note/"]


def test_a_form_sent_from_another_window_while_hidden_is_kept(client, fjellet):
    sign_in(client, fjellet.principal)
    client.post("/hidden/", {"hidden_page": "/account/"})
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
