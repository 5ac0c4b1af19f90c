"""The daily round, in the role worker: once per person and date, whatever happens around it."""

import threading
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from evaluations.notices import EvaluationDue
from evaluations.sweep import sweep, tell_due
from measures.models import Measure
from notifications.models import Heartbeat, Message
from tests.clock import NOW, TODAY
from tests.evaluations.scene import scene
from tests.factories.accounts import CLOSED
from tests.factories.cases import CaseAccessFactory
from tests.factories.measures import MeasureFactory
from tests.plugin_database import as_app, as_worker

STEPS = (
    "handed", "narrowed", "moved", "put_off", "talks_moved", "started", "shared_moved",
    "shared_put_off", "shared_started", "handovers", "handovers_moved", "reviews",
    "reviews_moved", "told", "shared_told", "told_soon", "told_late", "told_owner",
    "reviews_told", "talks", "handovers_told", "ppt_answers", "ppt_unanswered",
    "left_at_owner", "dropped", "drafts", "staged",
)  # fmt: skip


def swept(now=NOW):
    with as_worker():
        return sweep(now)


def told():
    return sorted(Message.objects.values_list("person__name", "channel", "state", "due_on"))


def test_the_responsible_one_gets_an_inbox_row_and_an_e_mail(fjellet):
    set_up = scene(fjellet)
    type(set_up.case).objects.update(created_at=NOW - timedelta(weeks=8))
    assert swept() == dict.fromkeys(STEPS, 0) | {"told": 2, "reviews": 1}
    assert told() == [
        ("Bjørn Fjellet", "email", "ready", TODAY),
        ("Bjørn Fjellet", "inbox", "sent", TODAY),
    ]
    row = Message.objects.get(channel="inbox")
    assert (row.kind, row.thing_id, row.case_id) == (
        "evaluations.EvaluationDue",
        set_up.measure.pk,
        set_up.case.pk,
    )
    assert (row.sent_at, row.created_at, row.next_at) == (NOW, NOW, NOW)


def test_the_deputy_is_told_too(fjellet):
    scene(fjellet, deputy=fjellet.other_teacher)
    swept()
    assert Message.objects.filter(person=fjellet.other_teacher).count() == 2


def test_twice_and_late_tells_once(fjellet):
    scene(fjellet, evaluate_on=TODAY - timedelta(days=3))
    assert swept()["told"] == 2
    assert swept()["told"] == 0
    assert swept(NOW + timedelta(days=5))["told"] == 0


def test_the_next_date_is_told_anew(fjellet):
    set_up = scene(fjellet)
    swept()
    Measure.objects.filter(pk=set_up.measure.pk).update(evaluate_on=date(2026, 12, 7))
    assert swept()["told"] == 0
    assert swept(NOW + timedelta(days=14))["told"] == 2


def not_yet(place):
    scene(place, evaluate_on=TODAY + timedelta(days=7))


def not_running(place):
    scene(place, running=False, state="stopped", evaluate_on=None)


def case_closed(place):
    set_up = scene(place)
    type(set_up.case).objects.update(state="closed", ended_reason="Trygt.")


def person_left(place):
    scene(place)
    place.teacher.memberships.update(ends_on=TODAY - timedelta(days=1))


def person_inactive(place):
    scene(place)
    type(place.teacher).objects.filter(pk=place.teacher.pk).update(**CLOSED)


def person_excluded(place):
    CaseAccessFactory(case=scene(place).case, person=place.teacher)


def person_elsewhere(place):
    scene(place, responsible=place.other_principal)


@pytest.mark.parametrize(
    "arrange",
    [
        not_yet,
        not_running,
        case_closed,
        person_left,
        person_inactive,
        person_excluded,
        person_elsewhere,
    ],
)
def test_nobody_is_told(fjellet, arrange):
    arrange(fjellet)
    assert swept()["told"] == 0
    assert Message.objects.count() == 0


@pytest.mark.parametrize("measures", [1, 3])
def test_telling_is_one_statement_however_many_are_due(
    fjellet, django_assert_num_queries, measures
):
    set_up = scene(fjellet)
    MeasureFactory.create_batch(
        measures - 1,
        plan=set_up.measure.plan,
        running=True,
        evaluate_on=TODAY,
        responsible=fjellet.teacher,
    )
    with as_worker(), django_assert_num_queries(1 + 2):  # and the savepoint around it
        assert tell_due(now=NOW) == 2 * measures


def test_measures_whose_day_has_come_start(fjellet):
    set_up = scene(fjellet, running=False, state="planned", evaluate_on=None)
    plan = set_up.measure.plan
    type(plan).objects.filter(pk=plan.pk).update(state="complete", completed_at=NOW)
    assert swept()["started"] == 1
    set_up.measure.refresh_from_db()
    assert (set_up.measure.state, set_up.measure.evaluate_on) == ("running", date(2026, 11, 30))


def test_without_the_role_worker_it_sees_nothing(fjellet):
    scene(fjellet)
    with as_app():
        assert tell_due(now=NOW) == 0


def test_the_round_leaves_a_heartbeat(fjellet):
    scene(fjellet)
    swept()
    beat = Heartbeat.objects.get(loop="sweep")
    assert (beat.started_at, beat.succeeded_at) == (NOW, NOW)
    assert beat.counts == dict.fromkeys(STEPS, 0) | {"told": 2}


def test_a_step_that_fails_holds_up_neither_the_reminders_nor_the_alarm(fjellet, monkeypatch):
    def broken(*, now):
        raise RuntimeError("broken")

    monkeypatch.setattr("evaluations.sweep.start_due_measures", broken)
    scene(fjellet)
    with pytest.raises(RuntimeError, match="broken"):
        swept()
    assert Message.objects.count() == 2
    assert Heartbeat.objects.get(loop="sweep").succeeded_at is None


def test_the_command_takes_a_day(fjellet, capsys):
    scene(fjellet, evaluate_on=date(2026, 12, 1))
    with as_worker():
        call_command("sweep", on=date(2026, 11, 30))
        call_command("sweep", on=date(2026, 12, 1))
    counts = ({"told_soon": 2}, {"told": 2})
    said = [(f"{step}:", str(found.get(step, 0))) for found in counts for step in STEPS]
    assert capsys.readouterr().out.split() == [word for pair in said for word in pair]


@pytest.mark.django_db(transaction=True)
def test_in_parallel_it_tells_once(fjellet):
    scene(fjellet)
    counts = []

    def run():
        try:
            with as_worker():
                counts.append(tell_due(now=NOW))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(counts) == [0, 0, 0, 2]
    assert Message.objects.filter(kind=EvaluationDue.name).count() == 2
