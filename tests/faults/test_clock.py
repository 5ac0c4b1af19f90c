"""F24 and F25: the clock jumps, and the nights in which days are miscounted. The time is told to
each process; the leases of the letters go by the database's clock."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from evaluations.notices import EvaluationDue
from measures.models import Measure
from notifications.models import Message
from tests.cases.opening import opened
from tests.clock import NOW, TODAY
from tests.evaluations.scene import scene
from tests.faults.mailhost import HANG

OSLO = ZoneInfo("Europe/Oslo")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def swept(fault, *times):
    process = fault.nursery("sweep_at", times=[moment.isoformat() for moment in times]).wait()
    assert "could not do this" not in process.text()


def told(day):
    rows = Message.objects.filter(kind=EvaluationDue.name, channel="inbox", due_on=day)
    return sorted(rows.values_list("thing_id", "person_id"))


def those_due(measures):
    return sorted((measure.pk, measure.responsible_id) for measure in measures)


def test_f24_the_clock_jumps(fault, fjellet):
    """To and fro by a day and by an hour: each reminder once, each letter once. A lease that is
    held is left alone, however far the clock of whoever looks has gone."""
    measures = [scene(fjellet).measure for _number in range(fault.random.randint(2, 4))]
    jumps = [NOW, NOW + DAY, NOW - DAY, NOW + HOUR, NOW - HOUR, NOW]
    fault.random.shuffle(jumps)
    swept(fault, *jumps, NOW)
    assert told(TODAY) == those_due(measures)
    letters = fault.some_letters()
    fault.host.at("DATA", HANG, to=letters[0].person.email)
    holder = fault.nursery("deliver_at", times=[""], settings=fault.mail())
    fault.wait_until_met("DATA")
    fault.deliver_at(*(moment + DAY for moment in jumps))
    assert Message.objects.get(state="leased").attempts == 1
    holder.wait()
    fault.settle_at(NOW + DAY)
    fault.check()


# From ten past one to ten past four on the clock in Oslo, in steps of twenty minutes.
NIGHTS = {
    "an hour twice": datetime(2026, 10, 24, 23, 10, tzinfo=UTC),
    "an hour left out": datetime(2027, 3, 28, 0, 10, tzinfo=UTC),
}


@pytest.mark.parametrize("night", NIGHTS)
def test_f25_a_night_in_which_the_hour_changes(fault, fjellet, night):
    """What fell due on the Friday before and falls due on the Monday after: each on its day, once,
    though the sweep runs all night and all days."""
    begins = NIGHTS[night]
    sunday = begins.astimezone(OSLO).date()
    friday, monday = sunday - 2 * DAY, sunday + DAY
    if night == "an hour left out":  # the week of Easter: Thursday and Monday are closed
        monday = sunday + 2 * DAY
        friday = sunday - 4 * DAY
    first = [scene(fjellet, starts_on=friday, evaluate_on=friday).measure for _number in range(2)]
    last = [scene(fjellet, starts_on=friday, evaluate_on=monday).measure for _number in range(2)]
    swept(fault, *(begins - 2 * DAY + number * HOUR * 4 for number in range(12)))
    swept(fault, *(begins + number * HOUR / 3 for number in range(16)))
    dates = {measure.evaluate_on for measure in Measure.objects.all()}
    assert dates == {friday, monday}
    assert (told(friday), told(monday)) == (those_due(first), [])
    fault.deliver_at(begins)
    swept(fault, *(begins + DAY + number * HOUR * 3 for number in range(20)))
    assert (told(friday), told(monday)) == (those_due(first), those_due(last))
    fault.settle_at(begins + 5 * DAY)
    fault.check()


def test_f25_the_last_night_of_july(fault, fjellet):
    """At half past ten in the evening by UTC it is August in Oslo: what is made then has the dates
    of what is made later that day, and the alert goes out."""
    night = datetime(2026, 7, 31, 22, 30, tzinfo=UTC)
    known = night - 3 * DAY
    late, next_day = (
        opened(fjellet.school, fjellet.principal, now=now, known_at=known)
        for now in (night, night + 10 * HOUR)
    )
    assert late.plan_due_on == next_day.plan_due_on > date(2026, 8, 1)
    assert late.alert.answer_by == next_day.alert.answer_by
    receivers = (fjellet.ppt_adviser, fjellet.ppt_leader)
    fault.duties += [(case.alert_id, who.pk) for case in (late, next_day) for who in receivers]
    swept(fault, night, night + HOUR)
    fault.settle_at(night + DAY)
    fault.check()
