"""A file that is interrupted, and a file that two people go on with at once: each line once."""

import threading

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from organisations.calendar import school_year_of
from pupils.models import Placement, Pupil, PupilImport
from tests.attacks.browsers import browser
from tests.plugin_database import as_role
from tests.pupils.files import PUPILS, looked_over
from tests.scope import acting
from tests.servers import wait_until

pytestmark = pytest.mark.django_db(transaction=True)
LINES = 2300


@pytest.fixture
def place(transactional_db, request):
    return request.getfixturevalue("fjellet")


@pytest.fixture
def job(place):
    """Confirmed, in three chunks, with nothing done."""
    now = timezone.now()
    rows = [PUPILS[0], *([f"e{n}", f"Elev {n}", "7A", "01.02.2014"] for n in range(LINES))]
    with acting(place.principal, timezone.localdate(now)) as viewer:
        job = looked_over(
            place.school,
            rows,
            viewer.person,
            now=now,
            school_year=school_year_of(timezone.localdate(now)),
        )
    form = browser(place.principal).post(reverse("pupils:look_over", args=[job.pk]))
    assert form.status_code == 302
    job.refresh_from_db()
    assert (job.state, job.done) == ("confirmed", 1000)
    return job


def go_on(place, job, answers):
    try:
        answers.append(
            browser(place.principal).post(reverse("pupils:go_on", args=[job.pk])).status_code
        )
    finally:
        connection.close()


def in_threads(count, *arguments):
    answers = []
    threads = [
        threading.Thread(target=go_on, args=[*arguments, answers]) for _number in range(count)
    ]
    for thread in threads:
        thread.start()
    return threads, answers


def state_of(job):
    job.refresh_from_db()
    return job.state, job.done, Pupil.objects.count(), Placement.objects.count()


def waiting_backends(servers):
    """Those that wait for a lock on the placements."""
    with servers.postgres.connect(database=connection.settings_dict["NAME"]) as link:
        with link.cursor() as cursor:
            cursor.execute(
                "SELECT pid FROM pg_locks WHERE NOT granted "
                "AND relation = 'pupils_placement'::regclass"
            )
            return [pid for (pid,) in cursor.fetchall()]


def kill(servers, pid):
    with servers.postgres.connect(database=connection.settings_dict["NAME"]) as link:
        with link.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [pid])


def test_a_piece_that_is_killed_in_the_middle_leaves_nothing_and_is_done_again(servers, place, job):
    """Pupils are written before their placements; there it is held, and its connection killed."""
    with servers.postgres.connect(database=connection.settings_dict["NAME"]) as link:
        link.autocommit = False
        with link.cursor() as cursor:
            cursor.execute("LOCK TABLE pupils_placement IN SHARE MODE")
            threads, answers = in_threads(1, place, job)
            wait_until(lambda: waiting_backends(servers), "the piece to be held")
            (held,) = waiting_backends(servers)
            kill(servers, held)
            threads[0].join()
        link.rollback()
    assert answers == [500]
    assert state_of(job) == ("confirmed", 1000, 1000, 1000)
    threads, answers = in_threads(1, place, job)
    threads[0].join()
    assert (answers, state_of(job)) == ([302], ("confirmed", 2000, 2000, 2000))
    threads, answers = in_threads(1, place, job)
    threads[0].join()
    assert state_of(job) == ("done", LINES, LINES, LINES)


def test_two_who_go_on_at_once_do_each_line_once(place, job):
    for _again in range(2):
        threads, answers = in_threads(2, place, job)
        for thread in threads:
            thread.join()
        assert answers == [302, 302]
    assert state_of(job) == ("done", LINES, LINES, LINES)
    assert Pupil.objects.values("source_id").distinct().count() == LINES


def test_a_form_that_is_sent_twice_at_once_confirms_once(place):
    today = timezone.localdate()
    with acting(place.principal, today) as viewer:
        job = looked_over(
            place.school, PUPILS, viewer.person,
            now=timezone.now(), school_year=school_year_of(today),
        )  # fmt: skip
    answers = []

    def confirm():
        try:
            answer = browser(place.principal).post(reverse("pupils:look_over", args=[job.pk]))
            answers.append(answer.status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(answers) <= {200, 302}
    with as_role("owner"):
        assert PupilImport.objects.get().state == "done"
        assert Pupil.objects.count() == 3
