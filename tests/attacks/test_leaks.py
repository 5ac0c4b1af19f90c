"""Where a case's words or a person's right outlive what they were given for."""

import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from measures.models import Measure
from organisations.models import Membership
from tests.access import world
from tests.attacks.browsers import browser
from tests.factories.accounts import PASSWORD
from tests.factories.cases import CaseFactory, EntryFactory
from tests.plugin_database import as_app, as_worker


@pytest.fixture
def built(db):
    return world.build()


def text(response):
    return response.content.decode()


def sign_in(hand, person):
    hand.post("/account/sign-in/", {"login": person.email, "password": PASSWORD})


def test_a_message_does_not_wait_for_the_next_person(built):
    """Messages were kept in a cookie, which outlives the session: signed out before the page was
    seen, the refusal with the measure's title was shown to whoever signed in next."""
    planned = built.things["planned"]
    Measure.objects.filter(pk=planned.pk).update(why="")
    hand = browser()
    sign_in(hand, built.here.principal)
    assert hand.post(f"/cases/measures/{planned.pk}/start/").status_code == 302
    assert set(hand.cookies) == {"sessionid", "csrftoken"}
    hand.post("/account/sign-out/")
    sign_in(hand, built.there.principal)
    assert world.MARKER not in text(hand.get("/today/"))


def test_a_grant_ends_with_the_work(built):
    """A case opened to somebody stayed open after that person's last role had ended."""
    case, person = built.things["case"], built.viewers["granted"]
    hand = browser(person)
    assert hand.get(case.get_absolute_url()).status_code == 200
    seen = text(browser(built.here.principal).get(case.get_absolute_url()))
    assert person.name in seen
    Membership.objects.filter(person=person).update(ends_on="2025-06-30")
    assert hand.get(case.get_absolute_url()).status_code == 404
    assert hand.get("/cases/").status_code == 404
    hand = browser(built.here.deputy)
    who_sees = hand.get(case.get_absolute_url()).context["file"].seen_by
    assert person.name not in who_sees


@pytest.mark.parametrize(
    "table",
    [
        "pupils_pupil", "pupils_guardian", "pupils_placement", "pupils_group",
        "audit_event", "audit_reading", "cases_entry", "cases_statereason",
    ],
)  # fmt: skip
def test_the_worker_reads_no_pupil_and_no_log(built, table):
    """To the worker every case is open, so the rule "pupils of an open case" gave it the names of
    all pupils in cases, and their guardians; and both logs."""
    with as_worker(), connection.cursor() as cursor:
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            cursor.execute(f"SELECT count(*) FROM {table}")


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        (as_worker, "UPDATE accounts_person SET password = ''"),
        (as_worker, "UPDATE organisations_membership SET role = 'principal'"),
        (as_worker, "DELETE FROM organisations_membership"),
        (as_app, "DELETE FROM organisations_membership"),
        (as_app, "DELETE FROM accounts_person"),
    ],
)
def test_nobody_deletes_people_or_roles_and_the_worker_gives_none(built, role, statement):
    """Both roles had every right on these tables, although roles are ended and never deleted."""
    with role(), connection.cursor() as cursor:
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            cursor.execute(statement)


def test_a_failed_statement_is_not_written_into_the_log_of_the_database(fjellet, strand, servers):
    """A double click is a statement that fails, and PostgreSQL wrote it into its log: with the
    text, and the names in it."""
    token, canary = uuid.uuid4(), f"Kanarifugl{uuid.uuid4().hex}"
    EntryFactory(case=CaseFactory(unit=strand.school), form_token=token)
    case = CaseFactory(unit=fjellet.school)
    fields = {"kind": "note", "happened_on": "20.11.2025", "text": canary, "token": str(token)}
    response = browser(fjellet.principal).post(f"/cases/{case.pk}/entries/new/", fields)
    assert canary in text(response)  # refused, and shown again
    log = servers.postgres.log.read_text(errors="replace")
    assert "entry_form_token_key" in log  # the control: it is the statement that failed
    assert canary not in log


def test_a_refused_row_is_not_written_into_the_log_of_the_database(db, servers):
    """Of a table that is open to all, PostgreSQL wrote the whole row that it refused."""
    canary = f"Kanarifugl{uuid.uuid4().hex}"
    with as_app(), connection.cursor() as cursor:
        with pytest.raises(DatabaseError, match=canary), transaction.atomic():
            cursor.execute("INSERT INTO accounts_person (name, email) VALUES (%s, '')", [canary])
    log = servers.postgres.log.read_text(errors="replace")
    assert 'of relation "accounts_person" violates not-null' in log  # the control: it was refused
    assert canary not in log


def test_a_measure_without_its_number_is_refused_in_words(built):
    """A new measure whose hidden number was left out was a 500."""
    fields = {
        "title": "Nytt", "why": "Fordi.", "target_groups": "exposed", "level": "individual",
        "responsible": str(built.here.teacher.pk), "starts_on": "1.12", "evaluation": "usual",
    }  # fmt: skip
    path = f"/cases/plans/{built.things['plan'].pk}/measures/new/"
    hand = browser(built.here.principal)
    assert "ds-error-summary" in text(hand.post(path, fields))
    token = {"token": str(uuid.uuid4())}
    assert hand.post(path, fields | token).status_code == 302
    assert Measure.objects.filter(title="Nytt").count() == 1


def test_a_measure_sent_again_with_another_text_is_not_said_to_be_added(built):
    """Back, another title, send: the product said that the measure was added, and threw the text
    away."""
    fields = {
        "title": "Nytt", "why": "Fordi.", "target_groups": "exposed", "level": "individual",
        "responsible": str(built.here.teacher.pk), "starts_on": "1.12", "evaluation": "usual",
        "token": str(uuid.uuid4()),
    }  # fmt: skip
    path = f"/cases/plans/{built.things['plan'].pk}/measures/new/"
    hand = browser(built.here.principal)
    assert hand.post(path, fields).status_code == 302
    again = hand.post(path, fields | {"title": "Noe helt annet"})
    assert again.status_code == 200
    assert "Noe helt annet" in text(again)
