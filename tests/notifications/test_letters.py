import pytest

from cases.notices.ppt import PptContactWanted
from notifications.delivery.letters import letter
from notifications.notices import Digest
from tests.clock import TODAY
from tests.factories.cases import InvolvementFactory
from tests.factories.notifications import MessageFactory

pytestmark = pytest.mark.django_db


def page_of(mail):
    ((page, kind),) = mail.alternatives
    assert kind == "text/html"
    return page


def test_a_letter_says_that_something_waits_and_where():
    message = MessageFactory(person__language="en", due_on=TODAY)
    mail = letter(message)
    assert mail.subject == "You have 1 new task in Tryggspor"
    first, deadline, link = [line for line in mail.body.splitlines() if line][:3]
    assert (first, deadline) == ("Sign in to see it.", "Deadline: 23 November 2026.")
    assert link == f"http://127.0.0.1:8000/messages/{message.pk}/"


def test_a_letter_without_a_deadline_names_none():
    assert "Deadline" not in letter(MessageFactory(person__language="en")).body


def test_a_letter_says_no_deadline_where_the_day_is_the_one_on_which_it_was_told():
    message = MessageFactory(kind=PptContactWanted.name, person__language="en", due_on=TODAY)
    mail = letter(message)
    assert "Deadline" not in mail.body + page_of(mail)


def test_a_letter_goes_to_one_person_alone():
    message = MessageFactory()
    mail = letter(message)
    assert mail.recipients() == [message.person.email]
    assert mail.message()["To"] == message.person.email


def test_the_message_id_is_the_rows_own_each_time():
    message = MessageFactory()
    found = {letter(message).message()["Message-ID"] for _time in range(2)}
    assert found == {f"<{message.pk}@127.0.0.1>"}


def test_a_letter_is_text_and_a_page_that_fetches_nothing():
    mail = letter(MessageFactory(person__language="en", due_on=TODAY))
    assert mail.message().get_content_type() == "multipart/alternative"
    page = page_of(mail)
    assert [word for word in ("src=", "<img", "<link", "<style", "<script") if word in page] == []
    assert ("Sign in to see it." in page, "Deadline: 23 November 2026." in page) == (True, True)


def test_both_parts_say_why_it_came_and_where_to_change_it():
    mail = letter(MessageFactory(person__language="en"))
    for part in (mail.body, page_of(mail)):
        assert "You get this e-mail because something in Tryggspor waits for you." in part
        assert "http://127.0.0.1:8000/messages/settings/" in part


def test_each_key_has_its_own_reference_and_keeps_it():
    message = MessageFactory()
    found = {letter(message).message()["X-Entity-Ref-ID"] for _time in range(2)}
    assert found == {str(message.pk)}


@pytest.mark.parametrize(("tasks", "words"), [(1, "1 task in"), (3, "3 tasks in")])
def test_a_digest_says_how_many_things_wait_and_names_no_deadline(tasks, words):
    message = MessageFactory(kind=Digest.name, person__language="en", due_on=TODAY)
    mail = letter(message, tasks=tasks)
    assert mail.subject == f"You have {words} Tryggspor"
    assert "Deadline" not in mail.body + page_of(mail)
    assert ("see them" in mail.body, "see them" in page_of(mail)) == (tasks > 1, tasks > 1)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_letter_names_no_person_school_case_or_kind(language):
    involvement = InvolvementFactory(pupil__name="Áilu Nystad Øverbø")
    case = involvement.case
    message = MessageFactory(
        person__name="Berit Å. Hætta",
        person__language=language,
        thing_id=case.alert_id,
        case_id=case.pk,
        due_on=TODAY,
    )
    mail = letter(message)
    text = f"{mail.subject}\n{mail.body}\n{page_of(mail)}\n{mail.message().items()}"
    secrets = [
        *involvement.pupil.name.split(), "Berit", "Hætta", case.unit.name, case.unit.parent.name,
        *case.unit.name.split(), case.reference, str(case.pk), str(case.alert_id),
        str(message.person_id), case.what_happened, message.kind, "PPT", str(message.thing_id),
    ]  # fmt: skip
    assert [secret for secret in secrets if secret.casefold() in text.casefold()] == []
    assert "http" in mail.body


def test_the_language_is_that_of_the_receiver(settings):
    from django.utils import translation

    with translation.override("nn"):
        mail = letter(MessageFactory(person__language="en", due_on=TODAY))
        assert translation.get_language() == "nn"
    assert "23 November 2026" in mail.body
