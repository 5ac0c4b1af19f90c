"""`manage.py drain` in this process; as a process of its own it is tried in tests/faults."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from config.management.commands import drain
from notifications.models import Heartbeat
from tests.plugin_database import as_app, as_worker

pytestmark = pytest.mark.django_db(transaction=True)


def test_drain_does_the_sweep_and_then_the_delivery():
    said = StringIO()
    with as_worker():
        call_command("drain", stdout=said)
    assert said.getvalue().startswith("Drained at ")
    beats = {beat.loop: beat.succeeded_at for beat in Heartbeat.objects.all()}
    assert sorted(beats) == ["deliver", "sweep"]
    assert beats["sweep"] <= beats["deliver"]


def test_drain_refuses_a_role_that_would_see_nothing():
    with as_app(), pytest.raises(CommandError, match="role worker"):
        call_command("drain")
    assert Heartbeat.objects.count() == 0


def test_a_step_that_fails_is_told_and_does_not_hold_up_the_next(monkeypatch, caplog):
    def fails():
        raise ZeroDivisionError

    monkeypatch.setitem(drain.STEPS, "sweep", fails)
    with as_worker(), pytest.raises(CommandError, match="Not done: sweep"):
        call_command("drain")
    assert [beat.loop for beat in Heartbeat.objects.all()] == ["deliver"]
    assert "drain: sweep failed" in caplog.text
