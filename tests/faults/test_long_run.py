"""Thousands of letters, a hundred killed senders, a mail server that fails at every fifth: `make
faults`. ``LONG_RUN=300`` makes it a tenth as long."""

import os
import time

import pytest

from notifications.models import Message
from tests.faults.mailhost import DROP, HANG, TAKE_AND_DROP
from tests.faults.table import SEEDS

LETTERS = int(os.environ.get("LONG_RUN", "3000"))
KILLS = LETTERS // 30
FAULTS = LETTERS // 6
SENDERS = 6
# At which step, what, how often.
FAILS = [
    ("BANNER", "421 not now", 0.02),
    ("RCPT", "451 later", 0.05),
    ("DATA", "421 too many of you", 0.03),
    ("DATA", DROP, 0.03),
    ("END", "451 later", 0.04),
    ("END", TAKE_AND_DROP, 0.04),
    ("END", HANG, 0.002),
]


@pytest.mark.parametrize("seed", SEEDS[:1], indirect=True)  # one, however many seeds there are
def test_long_run_of_kills_and_faults(fault):
    for step, do, chance in FAILS:
        fault.host.at(step, do, times=1_000_000, chance=chance)
    refused = 0
    senders = [fault.sender(every=0.05) for _number in range(SENDERS)]
    for number in range(KILLS):
        made = fault.many_letters(LETTERS // KILLS)
        if number % 2 == 0:  # one letter of sixty goes to somebody who is not there
            refused += 1
            fault.host.at("RCPT", "550 no such person", times=100, to=made[0].person.email)
        time.sleep(fault.random.uniform(0.02, 0.3))
        victim = senders.pop(fault.random.randrange(SENDERS))
        fault.kill(victim)
        senders.append(fault.sender(every=0.05))
    fault.settle(timeout=900)
    dead = Message.objects.filter(state="dead")
    print("measured: dead", sorted(dead.values_list("last_error", "attempts")))
    print("measured: faults", dict(fault.host.faults))
    assert (fault.kills, fault.host.faults.total() >= FAULTS) == (KILLS, True)
    assert {why for why in dead.values_list("last_error", flat=True)} <= {"smtp 550", "smtp 451"}
    fault.host.forget_script()
    fault.check(dead=dead.count(), most_copies=fault.kills + fault.host.met("END take"))
    assert refused <= dead.count() <= refused + LETTERS // 100
