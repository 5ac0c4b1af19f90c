"""An e-mail address that is corrected: who is told, and what becomes of what came back."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from accounts.models import Person
from accounts.system import SYSTEM
from audit.models import Event
from common.errors import ActionError
from notifications import actions
from notifications.delivery import deliver
from notifications.delivery.letters import letter
from notifications.models import Message
from notifications.notices import AddressCorrected
from notifications.rules import End, Outcome
from organisations.models import Membership
from tests.clock import NOW, TODAY
from tests.factories.notifications import MessageFactory, PreferenceFactory
from tests.notifications.kinds import Told
from tests.plugin_database import as_worker
from tests.scope import acting, refused_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
NEW = "rett.adresse@tryggspor.example"
LATER = NOW + timedelta(hours=2)


def role_of(person):
    return Membership.objects.get(person=person)


def correct(by, person, email=NEW, now=NOW):
    asked = {"membership": role_of(person), "email": email, "by": by, "now": now}
    with acting(by, TODAY):
        return actions.correct_address(**asked)


def told(person):
    return person.messages.filter(kind=AddressCorrected.name).order_by("channel", "level")


def round_at(now=NOW):
    with as_worker():
        return dict(deliver(now=now).ends)


def dead(person, why="smtp 550"):
    Person.objects.filter(pk=person.pk).update(mail_returned_at=NOW)
    return MessageFactory(
        kind=Told.name, person=person, state="dead", attempts=1, last_error=why, looked_at=NOW
    )


def page_of(person, name="address:correct"):
    role = role_of(person)
    return reverse(name, args=[role.organisation_id, role.pk])


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_correct_address_tells_the_person_and_both_addresses(fjellet):
    before = fjellet.teacher.email
    correct(fjellet.owner_administrator, fjellet.teacher)
    assert list(told(fjellet.teacher).values_list("channel", "state", "level", "address")) == [
        ("email", "ready", 0, ""),
        ("email", "ready", 1, before),
        ("inbox", "sent", 0, ""),
    ]
    correct(fjellet.owner_administrator, fjellet.teacher, "enda.en@tryggspor.example", LATER)
    assert told(fjellet.teacher).filter(address=NEW).count() == 1
    assert told(fjellet.teacher).count() == 6


def test_correct_address_sends_what_came_back_once_more(fjellet):
    letters, theirs = [dead(fjellet.teacher), dead(fjellet.teacher)], dead(fjellet.principal)
    correct(fjellet.owner_administrator, fjellet.teacher, now=LATER)
    for row in (*letters, theirs, fjellet.teacher):
        row.refresh_from_db()
    assert [(row.state, row.attempts, row.next_at) for row in letters] == [("ready", 0, LATER)] * 2
    assert (theirs.state, fjellet.teacher.mail_returned_at) == ("dead", None)
    event = Event.objects.get(name="message.retried")
    assert (event.person_id, event.target_id, event.data) == (
        fjellet.owner_administrator.pk, fjellet.teacher.pk, {"count": 2},
    )  # fmt: skip


def test_only_whoever_corrected_it_has_letters_sent_once_more(fjellet):
    done = correct(fjellet.owner_administrator, fjellet.teacher)
    letter = dead(fjellet.teacher)
    with acting(fjellet.school_administrator, TODAY), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM mail_retry_corrected(%s)", [done.event.pk])
        assert cursor.fetchone() == (0,)
    letter.refresh_from_db()
    assert letter.state == "dead"


def test_correct_address_refused_by_state_tells_nobody(fjellet, strand):
    with pytest.raises(ActionError):
        correct(fjellet.owner_administrator, fjellet.teacher, strand.teacher.email)
    assert (Message.objects.count(), Event.objects.count()) == (0, 0)


def test_correct_address_refused_by_role(fjellet, strand):
    refused_to(
        (fjellet.principal, fjellet.school_administrator, strand.owner_administrator),
        lambda by: correct(by, fjellet.teacher),
    )
    role = role_of(fjellet.teacher)
    with pytest.raises(PermissionDenied):
        actions.correct_address(membership=role, email=NEW, by=SYSTEM, now=NOW)
    assert Message.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_both_addresses_get_their_letter_and_the_one_before_is_forgotten(fjellet, smtp_server):
    before = fjellet.teacher.email
    PreferenceFactory(person=fjellet.teacher, topic="serious", way="app")  # this is no choice
    waiting = dead(fjellet.teacher)
    Person.objects.filter(pk=fjellet.teacher.pk).update(language="en")
    correct(fjellet.owner_administrator, fjellet.teacher)
    assert round_at() == {"sent": 2, "cancelled": 1}
    words = {mail.recipients[0]: mail.message["Subject"] for mail in smtp_server.messages}
    subject = "The e-mail address of an account in Tryggspor has been corrected"
    assert words == {before: subject, NEW: subject}
    assert set(told(fjellet.teacher).values_list("state", "address")) == {("sent", "")}
    waiting.refresh_from_db()
    assert (waiting.state, waiting.last_error) == ("cancelled", "only in the app")


@pytest.mark.django_db(transaction=True)
def test_an_address_before_that_takes_nothing_is_no_alarm(fjellet, smtp_server):
    correct(fjellet.owner_administrator, fjellet.teacher)
    emails = told(fjellet.teacher).filter(channel="email")
    emails.filter(level=0).update(next_at=LATER)
    smtp_server.refuse("550 no such person", at="RCPT")
    assert round_at() == {"dead": 1}  # what the server said
    fjellet.teacher.refresh_from_db()
    assert fjellet.teacher.mail_returned_at is None
    assert list(emails.values_list("state", "last_error", "address")) == [
        ("ready", "", ""), ("cancelled", "smtp 550", ""),
    ]  # fmt: skip
    assert round_at(LATER) == {"sent": 1}


@pytest.mark.django_db(transaction=True)
def test_an_address_that_is_the_persons_again_is_not_told_that_it_is_not(fjellet, smtp_server):
    before = fjellet.teacher.email
    correct(fjellet.owner_administrator, fjellet.teacher)
    correct(fjellet.owner_administrator, fjellet.teacher, before, LATER)
    round_at(LATER)
    ends = told(fjellet.teacher).filter(channel="email", level=1).order_by("created_at")
    assert list(ends.values_list("state", "last_error")) == [
        ("cancelled", "no longer due"), ("sent", ""),
    ]  # fmt: skip


def test_what_the_address_before_refuses_goes_to_the_new_one(fjellet):
    """It was on its way while the address was corrected."""
    MessageFactory(kind=Told.name, person=fjellet.teacher)
    with as_worker():
        taken = actions.claim(holder=role_of(fjellet.teacher).pk, by=SYSTEM, now=NOW)
    correct(fjellet.owner_administrator, fjellet.teacher)
    with as_worker():
        gone = Outcome(End.DEAD, "smtp 550")
        assert actions.settle(message=taken, outcome=gone, by=SYSTEM, now=LATER)
    taken.refresh_from_db()
    fjellet.teacher.refresh_from_db()
    assert (taken.state, taken.attempts, fjellet.teacher.mail_returned_at) == ("ready", 0, None)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("address", ["", "feil.adresse@tryggspor.example"])
def test_the_letter_holds_no_personal_data(fjellet, language, address):
    person = fjellet.teacher
    person.language = language
    message = MessageFactory(
        kind=AddressCorrected.name, person=person, level=int(bool(address)), address=address
    )
    mail = letter(message)
    assert mail.recipients() == [address or person.email]
    ((page, _html),) = mail.alternatives
    written = f"{mail.subject}\n{mail.body}\n{page}".casefold()
    secrets = [
        *person.name.split(), "fjellet", "skole", person.email, "feil.adresse",
        str(person.pk), str(message.thing_id),
    ]  # fmt: skip
    assert [secret for secret in secrets if secret.casefold() in written] == []
    # Only whoever has the account has a use for a link to it.
    assert (str(message.pk) in mail.body, "http" in mail.body) == ((not address,) * 2)


def test_the_page_corrects_and_leads_back_to_the_list(fjellet, signed_in):
    dead(fjellet.teacher)
    client = signed_in(fjellet.owner_administrator)
    people = reverse("organisations:people_at", args=[fjellet.school.pk])
    assert page_of(fjellet.teacher) in client.get(people).content.decode()
    shown = text(client.get(page_of(fjellet.teacher)))
    assert fjellet.teacher.email in shown
    assert "E-mail comes back since 23.11.2026" in shown
    response = client.post(page_of(fjellet.teacher), {"email": NEW}, follow=True)
    assert response.redirect_chain == [(people, 302)]
    assert "The address is corrected, and the person is told." in text(response)
    assert NEW in text(response)
    assert "comes back" not in text(response)


def test_the_person_finds_it_among_the_messages(fjellet, signed_in):
    correct(fjellet.owner_administrator, fjellet.teacher)
    client = signed_in(fjellet.teacher)
    assert "The e-mail address of your account has been corrected" in text(client.get("/messages/"))
    message = told(fjellet.teacher).get(channel="inbox")
    assert client.get(f"/messages/{message.pk}/")["Location"] == "/account/"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Write the e-mail address."),
        ("rett@", "Write the whole e-mail address, with @."),
        ("rett\x00@tryggspor.example", "Write the whole e-mail address, with @."),
        (f"{'x' * 300}@tryggspor.example", "The text is too long."),
        ("{own}", "This is the address that is registered already."),
        ("{theirs}", "cannot be used: it is registered already."),
    ],
)
def test_bad_input_gets_a_sentence_and_nothing_is_lost(fjellet, strand, signed_in, typed, said):
    typed = typed.format(own=fjellet.teacher.email, theirs=strand.teacher.email)
    client = signed_in(fjellet.owner_administrator)
    response = client.post(page_of(fjellet.teacher), {"email": typed})
    assert response.status_code == 200
    assert said in text(response)
    assert strand.teacher.name not in text(response)
    assert response.context["form"].data["email"] == typed


def test_the_page_is_not_found_by_others(fjellet, strand, signed_in):
    for person, status in (
        (fjellet.principal, 404), (fjellet.school_administrator, 403),
        (strand.owner_administrator, 404),
    ):  # fmt: skip
        client = signed_in(person)
        assert client.get(page_of(fjellet.teacher)).status_code == status
        assert client.post(page_of(fjellet.teacher), {"email": NEW}).status_code == status
    assert Message.objects.count() == 0
