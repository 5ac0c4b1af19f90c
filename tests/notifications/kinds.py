"""Kinds of message that only tests tell."""

import os
import signal

from django.urls import reverse

from notifications.kinds import Kind
from notifications.rules import Topic, Urgency

DONE = 9


class Told(Kind):
    """Due until its level says that it is done; for those who work somewhere."""

    name = "tests.Told"
    title = "Something waits for you"
    urgency = Urgency.SERIOUS
    topic = Topic.SERIOUS

    def url(self, message):
        return reverse("about")

    def still_due(self, message, now):
        return message.level != DONE

    def may_receive(self, message, today):
        return message.person.memberships.current(today).exists()


class Poison(Told):
    """Fails whenever it is looked at, with a name in what it says."""

    name = "tests.Poison"

    def still_due(self, message, now):
        raise ValueError("Kari Nordmann")


class Deadly(Told):
    """Kills whoever looks at it."""

    name = "tests.Deadly"

    def still_due(self, message, now):
        os.kill(os.getpid(), signal.SIGKILL)


class Greedy(Told):
    """Takes more memory than there is."""

    name = "tests.Greedy"

    def still_due(self, message, now):
        return bool(bytearray(4 * 1024**3))
