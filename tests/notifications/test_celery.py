"""The broker is told little, and nothing that lies far ahead."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import redis
from celery import Celery, shared_task
from celery.exceptions import Reject

from config.celery import TooFarAhead, app
from evaluations.tasks import sweep
from notifications.tasks import deliver_due
from tests.guards import tree

FAR = [
    lambda: {"countdown": 61},
    lambda: {"eta": datetime.now(UTC) + timedelta(minutes=2)},
]


@shared_task(bind=True)
def comes_back(self):
    raise self.retry(countdown=3600)


@pytest.mark.parametrize("ahead", FAR)
def test_no_task_is_sent_for_later(ahead):
    ahead = ahead()
    ways = [
        lambda: deliver_due.apply_async(**ahead),
        lambda: deliver_due.s().apply_async(**ahead),
        lambda: app.send_task("notifications.tasks.deliver_due", **ahead),
    ]
    for way in ways:
        with pytest.raises(TooFarAhead):
            way()


def test_no_task_comes_back_later_either():
    comes_back.push_request(called_directly=False, delivery_info={}, retries=0)
    with pytest.raises(Reject, match="TooFarAhead"):
        comes_back.run()
    comes_back.pop_request()


def test_less_than_a_minute_is_let_through(valkey):
    deliver_due.apply_async(countdown=59)
    assert len(queue(valkey)) == 1


def queue(valkey):
    with redis.Redis.from_url(valkey.url.replace("redis+socket://", "unix://")) as link:
        return [json.loads(task) for task in link.lrange("celery", 0, -1)]


def test_every_task_of_the_schedule_exists_and_carries_nothing(valkey):
    for entry in app.conf.beat_schedule.values():
        app.tasks[entry["task"]].apply_async()
    bodies = [task["headers"] for task in queue(valkey)]
    assert [(head["argsrepr"], head["kwargsrepr"]) for head in bodies] == [("()", "{}")] * 2


def test_every_loop_that_the_health_page_misses_is_in_the_schedule(settings):
    every = {name: entry["schedule"] for name, entry in app.conf.beat_schedule.items()}
    assert every == settings.LOOPS


def test_the_settings_that_delivery_rests_on():
    wanted = {
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "worker_prefetch_multiplier": 1,
        "task_serializer": "json",
        "accept_content": ["json"],
        "task_ignore_result": True,
        "result_backend": None,
    }
    assert {name: app.conf[name] for name in wanted} == wanted
    assert (deliver_due.acks_late, sweep.acks_late) == (True, True)
    assert issubclass(type(app), Celery)


def test_a_lease_outlives_three_timeouts_of_the_mail_server(settings):
    assert settings.EMAIL_LEASE_SECONDS > 3 * settings.EMAIL_TIMEOUT


def test_nothing_in_the_product_asks_for_later():
    words = ("countdown=", "eta=", ".retry(")
    found = [
        (tree.name(path), word)
        for path in tree.product_modules()
        if tree.name(path) != "config/celery.py"
        for word in words
        if word in path.read_text(encoding="utf-8")
    ]
    assert found == []
