"""The ground the other tests stand on: roles, emptying, and servers that come and go."""

import smtplib
import threading
import urllib.request

import pytest
import redis
from django.contrib.contenttypes.models import ContentType
from django.core.mail import get_connection, send_mail
from django.db import DataError, ProgrammingError, connection, connections, transaction

from tests.dev.urls import role
from tests.plugin_database import as_app, as_worker
from tests.servers import PATIENCE


@pytest.fixture
def pages(settings):
    settings.ROOT_URLCONF = "tests.dev.urls"


def test_the_body_is_the_owner_and_a_request_is_app(db, client, pages):
    assert role() == "owner"
    assert client.get("/who/").content == b"app"
    assert role() == "owner"
    with as_worker():
        assert role() == "worker"
        with as_app():
            assert role() == "app"
        assert role() == "worker"


def test_the_role_comes_back_after_an_error_in_the_database(db, client, pages):
    with pytest.raises(DataError), transaction.atomic():
        client.get("/wrong/")
    assert role() == "owner"


def test_changing_the_role_is_not_a_counted_query(db, client, pages, django_assert_num_queries):
    with django_assert_num_queries(1), as_app():
        role()


def test_app_owns_nothing(db):
    with pytest.raises(ProgrammingError), transaction.atomic(), as_app():
        with connection.cursor() as cursor:
            cursor.execute("create table mine (id int)")


def test_another_thread_and_a_reopened_connection(transactional_db):
    seen = []

    def look():
        seen.append(role())
        connections.close_all()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == ["app"]
    connection.close()
    assert role() == "owner"


def test_the_live_server_is_app(live_server, pages):
    with urllib.request.urlopen(f"{live_server}/who/", timeout=PATIENCE) as answer:  # noqa: S310  (ours)
        assert answer.read() == b"app"


@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_a_test_commits_is_gone_and_what_migrations_wrote_stays(transactional_db, turn):
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from django_session")
        assert cursor.fetchone() == (0,)
        cursor.execute("insert into django_session values ('left', '', now())")
        cursor.execute("select count(*) from django_migrations")
        assert cursor.fetchone() > (0,)
    assert ContentType.objects.exists()


def send(subject="A", **more):
    send_mail(subject, "Tekst på Sørøya\n", "a@example.org", ["b@example.org"], **more)


def test_mail_goes_over_a_real_connection(smtp_server):
    send()
    (mail,) = smtp_server.messages
    assert mail.text == "A\nTekst på Sørøya\n"
    assert (mail.sender, mail.recipients) == ("a@example.org", ["b@example.org"])


def test_a_mail_server_that_refuses_hangs_or_is_away(smtp_server):
    smtp_server.refuse("451 later")
    with pytest.raises(smtplib.SMTPDataError):
        send()
    smtp_server.refuse("550 unknown", at="RCPT")
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        send()
    smtp_server.hang()
    with pytest.raises(smtplib.SMTPServerDisconnected):
        send(connection=get_connection(timeout=3))
    smtp_server.stop()
    with pytest.raises(ConnectionRefusedError):
        send()
    assert smtp_server.messages == []
    smtp_server.start()
    send("B")
    assert [mail.message["Subject"] for mail in smtp_server.messages] == ["B"]


def test_valkey_goes_and_comes_back_at_the_same_address(valkey):
    with redis.Redis.from_url(valkey.url.replace("redis+socket:", "unix:")) as link:
        assert link.ping()
        valkey.stop()
        with pytest.raises(redis.ConnectionError):
            link.ping()
        valkey.start()
        assert link.ping()


def test_a_worker_is_killed_and_another_started(celery_worker_process):
    first = celery_worker_process.child.process.pid
    celery_worker_process.kill()
    celery_worker_process.start()
    assert celery_worker_process.child.process.pid != first


def test_gunicorn_answers_in_its_own_process(gunicorn_process):
    with urllib.request.urlopen(gunicorn_process.url, timeout=PATIENCE) as answer:  # noqa: S310  (ours)
        assert answer.status == 200
