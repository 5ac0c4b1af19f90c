"""F13–F18: the mail server is away, slow, or says no."""

from datetime import timedelta

import pytest
from django.utils import timezone

from notifications.models import Message
from overview.health import checks
from tests.faults.mailhost import HANG, TAKE_AND_DROP
from tests.plugin_database import as_app

NOWHERE = {"EMAIL_HOST": "no-such-host.invalid"}


def states():
    emails = Message.objects.emails().order_by("state")
    return set(emails.values_list("state", "attempts", "last_error"))


def fact(name, now):
    with as_app():
        return {check.name: check for check in checks(now)}[name]


@pytest.mark.parametrize("how", ["refuses", "has no address"])
def test_f13_nobody_there(fault, how):
    """All wait, and none has used up a try; the health page says so, red after a while."""
    fault.some_letters()
    if how == "refuses":
        fault.host.stop()
    settings = NOWHERE if how == "has no address" else {}
    process = fault.nursery("deliver_at", times=["", ""], settings=fault.mail() | settings).wait()
    assert process.text().count("The mail server is away") == 2
    assert states() == {("ready", 0, "")}
    now = timezone.now()
    later = now + timedelta(minutes=16)
    assert (fact("waiting", now).is_red, fact("waiting", later).is_red) == (False, True)
    if how == "refuses":
        fault.host.start()
    fault.deliver_at()
    fault.check()


def test_f14_not_now_for_an_hour(fault):
    """Each try is counted, further and further apart, and then it goes."""
    fault.some_letters()
    reply = fault.random.choice(["451 later", "421 too many of you"])
    fault.host.at("DATA", reply, times=10_000)
    start = timezone.now()
    hour = [start + timedelta(minutes=minutes) for minutes in range(0, 61, 2)]
    fault.deliver_at(*hour)
    (found,) = {state for state, _attempts, _why in states()}
    tries = [attempts for _state, attempts, _why in states()]
    assert (found, {why for _state, _attempts, why in states()}) == ("ready", {f"smtp {reply[:3]}"})
    assert 4 <= min(tries) <= max(tries) <= 9
    fault.host.forget_script()
    fault.deliver_at(*(start + timedelta(hours=hours) for hours in (2, 3)))
    assert set(Message.objects.emails().values_list("state", flat=True)) == {"sent"}
    fault.check()


def test_f15_one_receiver_of_three(fault):
    """The others have theirs; the health page is red, and no address stands in a log."""
    letters = fault.letters(3)
    unlucky = fault.random.choice(letters)
    fault.host.at("RCPT", "550 no such person", to=unlucky.person.email)
    process = fault.nursery("deliver_at", times=[""], settings=fault.mail()).wait()
    unlucky.refresh_from_db()
    assert (unlucky.state, unlucky.last_error) == ("dead", "smtp 550")
    assert fact("dead", timezone.now()).is_red
    people = [letter.person for letter in letters]
    assert [p for p in people if p.email in process.text() or p.name in process.text()] == []
    assert "smtp 550" in process.text()
    fault.check(dead=1)


@pytest.mark.parametrize("step", ["BANNER", "DATA"])
def test_f16_silence(fault, step):
    """Left alone after a few seconds; the others flow, the one comes after them."""
    fault.some_letters()
    fault.host.at(step, HANG)
    fault.sender()
    fault.settle()
    tries = sorted(Message.objects.emails().values_list("attempts", flat=True))
    assert (tries[-1], tries[-2]) == (2 if step == "DATA" else 1, 1)
    fault.check()


def test_f17_hangs_up_after_data(fault):
    """Whoever sent it cannot know, and sends it again: one more for each time, by the same id."""
    letters = fault.some_letters()
    cut = fault.random.sample(letters, 2)
    for letter in cut:
        fault.host.at("END", TAKE_AND_DROP, to=letter.person.email)
    fault.sender()
    fault.settle()
    assert fault.host.copies() == 2
    fault.check(most_copies=2)


@pytest.mark.parametrize("what", ["password", "certificate"])
def test_f18_not_let_in(fault, what):
    """Nothing goes in the clear, nothing is tried without the password; all wait, one line each
    round says so."""
    fault.some_letters()
    settings = fault.mail()
    if what == "password":
        fault.host.asks_for_password = True
        fault.host.at("AUTH", "535 no", times=100)
        settings |= {"EMAIL_HOST_USER": "tryggspor", "EMAIL_HOST_PASSWORD": "feil"}
    else:
        fault.host.encrypts = True
        settings |= {"EMAIL_USE_TLS": True}
    process = fault.nursery("deliver_at", times=["", ""], settings=settings).wait()
    assert process.text().count("The mail server is away") == 2
    assert states() == {("ready", 0, "")}
    assert fault.host.taken == []
    assert fault.host.met("AUTH" if what == "password" else "STARTTLS") > 0
    fault.deliver_at()
    fault.check()
