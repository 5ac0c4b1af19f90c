"""One fault: what was promised before it, and what is asked when it is over."""

import random
import time
from datetime import timedelta

from django.utils import timezone

from accounts.models import Person
from notifications.models import Message
from organisations.models import Membership
from tests.factories.accounts import PersonFactory
from tests.factories.notifications import MessageFactory
from tests.factories.organisations import MembershipFactory, SchoolFactory
from tests.faults import invariants
from tests.notifications.kinds import Told
from tests.servers import wait_until

PATIENCE = 240
WAITING = ("ready", "leased")


class Fault:
    """What the tests are given. ``check`` comes last, and none goes without it."""

    def __init__(self, seed, host, nursery):
        self.seed = seed
        self.random = random.Random(seed)
        self.host = host
        self.nursery = nursery
        self.duties = []
        self.kills = 0
        self.start = time.monotonic()
        self.result = None

    # ------------------------------------------------------------ before
    def letters(self, count, **fields):
        """E-mails that are due now, each to somebody else, who works somewhere."""
        now = timezone.now()
        common = {"kind": Told.name, "created_at": now, "next_at": now}
        made = [
            MessageFactory(**{"person": MembershipFactory().person, **common, **fields})
            for _number in range(count)
        ]
        self.duties += [(letter.thing_id, letter.person_id) for letter in made]
        return made

    def many_letters(self, count, *, due_at=None):
        """The same, written at once, to people who work at one school."""
        due_at, school = due_at or timezone.now(), SchoolFactory()
        people = Person.objects.bulk_create(PersonFactory.build() for _number in range(count))
        Membership.objects.bulk_create(
            MembershipFactory.build(person=person, organisation=school) for person in people
        )
        made = Message.objects.bulk_create(
            MessageFactory.build(kind=Told.name, person=person, created_at=due_at, next_at=due_at)
            for person in people
        )
        self.duties += [(letter.thing_id, letter.person_id) for letter in made]
        return made

    def some_letters(self):
        return self.letters(self.random.randint(4, 7))

    # ------------------------------------------------------------ meanwhile
    def mail(self):
        return {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": self.host.port}

    def sender(self, every=0.1, **more):
        settings = self.mail() | more.pop("settings", {})
        process = self.nursery("deliver", every=every, settings=settings, **more)
        return process.wait_for("Delivers")

    def deliver_at(self, *times):
        """Rounds at these times, told to the process as they are; now, if none is given."""
        moments = [moment.isoformat() for moment in times] or [""]
        self.nursery("deliver_at", times=moments, settings=self.mail()).wait()

    def drain(self):
        """`manage.py drain`, to its end."""
        process = self.nursery("manage", command="drain", settings=self.mail())
        process.wait_for("Drained at").wait()

    def kill(self, process):
        self.kills += 1
        process.kill()

    def wait_until_met(self, step, times=1):
        wait_until(lambda: self.host.met(step) >= times, f"the fault at {step}")

    def settle(self, timeout=PATIENCE):
        """Until every letter has ended. The hours between the tries pass in no time."""
        wait_until(self._has_settled, "every letter to end", timeout=timeout)

    def settle_at(self, moment, days=6):
        """A round on that day and on so many after: what waits for a digest goes with it."""
        noon = moment.replace(hour=11)
        self.deliver_at(*(noon + timedelta(days=number) for number in range(days)))
        assert not Message.objects.emails().filter(state__in=[*WAITING, "held"]).exists()

    def _has_settled(self):
        hours_pass()
        time.sleep(0.2)
        return not waiting().exists()

    # ------------------------------------------------------------ after
    def check(self, *, dead=0, cancelled=0, most_copies=0, texts=(), stored="", answers=()):
        """Ask all that must hold, and note the figures for the table."""
        invariants.i1_each_duty_is_told_once(self.duties)
        ended = invariants.i2_each_letter_has_ended()
        assert (ended["dead"], ended["cancelled"]) == (dead, cancelled)
        invariants.i3_each_mail_is_explained(self.host)
        assert self.host.copies() <= most_copies
        invariants.i5_no_fault_without_a_number(answers)
        invariants.i6_no_text_is_lost(texts, stored, answers)
        seconds = time.monotonic() - self.start
        invariants.i7_health_is_green(self)
        self.result = {
            "sent": ended["sent"], "copies": self.host.copies(), "lost": 0,
            "kills": self.kills, "faults": self.host.faults.total(), "seconds": seconds,
        }  # fmt: skip


def waiting():
    return Message.objects.emails().filter(state__in=WAITING)


def hours_pass():
    """For letters that wait for their next try. Leases go on: they are the database's clock's."""
    past = timezone.now() - timedelta(seconds=1)
    waiting().filter(next_at__gt=past).update(next_at=past)
