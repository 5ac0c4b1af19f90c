"""Valkey and the mail server are away while somebody logs a case in the browser."""

import time

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from notifications import tasks
from notifications.models import Message
from tests.cases.sheets import begun, send, sheet
from tests.faults.conftest import Waiting, all_are, message_ids
from tests.servers import wait_until


@pytest.fixture(autouse=True)
def asked_anew(monkeypatch):
    monkeypatch.setattr(tasks, "_quiet_until", 0.0)


def log_a_case(client, principal):
    client.force_login(principal)
    address = begun(client)
    start = time.perf_counter()
    response = send(client, sheet(known_on=f"{timezone.localdate():%d.%m.%Y}"), address)
    seconds = time.perf_counter() - start
    case = Case.objects.get()
    assert (response.status_code, response["Location"]) == (302, case.get_absolute_url())
    print(f"measured: logging the case took {seconds:.2f} s")
    return case


def check_nothing_is_lost(case, place):
    assert (case.alert.office, case.alert.state) == (place.office, "new")
    told = Message.objects.filter(thing_id=case.alert_id)
    receivers = {place.ppt_adviser.pk, place.ppt_leader.pk}
    assert {row.person_id for row in told.filter(channel="inbox", state="sent")} == receivers
    assert {row.person_id for row in told.filter(channel="email", state="ready")} == receivers


def check_ppt_sees_it(client, person):
    client.force_login(person)
    assert client.get(reverse("notifications:inbox")).context["has_unread"] is True


def test_a_case_logged_while_valkey_and_mail_are_away(
    transactional_db, fjellet, client, smtp_server, valkey, celery_worker_process, beat
):
    smtp_server.stop()
    valkey.stop()
    case = log_a_case(client, fjellet.principal)
    check_nothing_is_lost(case, fjellet)
    check_ppt_sees_it(client, fjellet.ppt_adviser)

    valkey.start()
    smtp_server.start()
    waiting = Waiting()
    all_are("sent", timeout=90)
    waiting.tell("both back to all mail sent, a round each second")
    assert sorted(to for mail in smtp_server.messages for to in mail.recipients) == sorted(
        [fjellet.ppt_adviser.email, fjellet.ppt_leader.email]
    )
    assert len(set(message_ids(smtp_server))) == 2
    assert {row.attempts for row in Message.objects.emails()} == {1}


def test_with_valkey_away_drain_alone_sends_it(
    transactional_db, fjellet, client, smtp_server, valkey, program
):
    valkey.stop()
    case = log_a_case(client, fjellet.principal)
    check_nothing_is_lost(case, fjellet)
    waiting = Waiting()
    drain = program("drain", "manage", "drain", ready="Drained at")
    waiting.tell("manage.py drain, from its start to mail sent")
    wait_until(lambda: drain.child.ended, "drain to end")
    assert Message.objects.emails().exclude(state="sent").count() == 0
    assert len(smtp_server.messages) == 2


def test_a_role_that_ended_between_the_case_and_the_mail(
    transactional_db, fjellet, client, smtp_server, valkey, program
):
    log_a_case(client, fjellet.principal)
    fjellet.ppt_leader.memberships.update(ends_on=fjellet.ppt_leader.memberships.get().starts_on)
    drain = program("drain", "manage", "drain", ready="Drained at")
    wait_until(lambda: drain.child.ended, "drain to end")
    states = dict(Message.objects.emails().values_list("person__email", "state"))
    assert states == {
        fjellet.ppt_adviser.email: "sent",
        fjellet.ppt_leader.email: "cancelled",
    }
    assert [mail.recipients for mail in smtp_server.messages] == [[fjellet.ppt_adviser.email]]
