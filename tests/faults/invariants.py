"""What holds when a fault is over, whatever it was (the numbers are those of the cases' table; what
the fourth asks for is not built yet)."""

import time
from collections import Counter

from django.utils import timezone

from accounts.system import SYSTEM
from notifications.actions import note_dead
from notifications.models import Message
from overview.health import checks
from tests.plugin_database import as_app, as_worker

TOLD_BY = ("kind", "thing_id", "due_on", "level", "person_id", "channel")


def i1_each_duty_is_told_once(duties):
    """``duties``: (thing, person) of each e-mail that there must be, once."""
    rows = Counter(Message.objects.order_by().values_list(*TOLD_BY))
    assert {row: count for row, count in rows.items() if count > 1} == {}
    found = Counter(Message.objects.emails().order_by().values_list("thing_id", "person_id"))
    assert {duty: found[duty] for duty in duties if found[duty] != 1} == {}


def i2_each_letter_has_ended():
    """Sent, or dead or cancelled with a reason. Gives how many of each."""
    emails = Message.objects.emails().order_by()
    ended = emails.filter(state__in=["sent", "dead", "cancelled"])
    assert emails.count() == ended.count()
    assert not ended.exclude(state="sent").filter(last_error="").exists()
    return Counter(ended.values_list("state", flat=True))


def i3_each_mail_is_explained(host):
    """What counts as sent arrived, by itself or in a digest; what arrived twice had to."""
    sent = Message.objects.emails().filter(state="sent", digest=None).values_list("pk", flat=True)
    arrived = {name.split("@")[0].strip("<") for name in host.ids()}
    lost = {str(pk) for pk in sent} - arrived
    assert (lost, host.unexplained()) == (set(), {})


def i5_no_fault_without_a_number(answers):
    """Whoever meets a fault gets a page with a number that stands in the log."""
    faults = [answer for answer in answers if answer.status_code >= 500]
    assert [answer.status_code for answer in faults if not answer.fault_number] == []


def i6_no_text_is_lost(texts, stored, answers):
    """What somebody typed stands in the database, or on the page that was the answer."""
    shown = "".join(answer.text for answer in answers if answer.status_code >= 400)
    assert [text for text in texts if text not in stored and text not in shown] == []


def i7_health_is_green(fault):
    """Within two minutes of the end of the fault; somebody has looked at the dead letters."""
    dead = Message.objects.dead_letters().filter(looked_at=None).values_list("pk", flat=True)
    with as_worker():
        note_dead(ids=list(dead), by=SYSTEM, now=timezone.now())
    fault.drain()
    end = time.monotonic() + 120
    while (red := what_is_red()) and time.monotonic() < end:
        time.sleep(1)
    assert red == []


def what_is_red():
    with as_app():
        return [check.name for check in checks(timezone.now()) if check.is_red]
