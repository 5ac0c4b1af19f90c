"""What happens between a reminder and its e-mail, or between two rounds: nothing is lost, and
nobody is told twice of one date."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from cases.models import Case
from evaluations.notices import EvaluationDue
from evaluations.sweep import sweep
from measures.models import Measure
from notifications.delivery import deliver
from notifications.models import Message
from organisations.models import SchoolYear
from tests.clock import NOW, TODAY
from tests.evaluations.scene import scene
from tests.factories.notifications import PreferenceFactory
from tests.factories.organisations import AbsenceFactory
from tests.plugin_database import as_worker

DAY = timedelta(days=1)
LEAP_DAY = date(2028, 2, 29)


def swept_on(day):
    with as_worker():
        sweep(datetime.combine(day, time(4), UTC))


def delivered_on(day):
    with as_worker():
        return dict(deliver(now=datetime.combine(day, time(9), UTC)).ends)


def rows(person, channel):
    found = Message.objects.filter(kind=EvaluationDue.name, channel=channel, person=person)
    return list(found.order_by("due_on").values_list("due_on", "state"))


@pytest.mark.django_db(transaction=True)
def test_a_role_that_ends_and_is_given_again_keeps_what_was_told_and_is_told_of_the_next(
    smtp_server, fjellet
):
    measure = scene(fjellet).measure
    swept_on(TODAY)
    fjellet.teacher.memberships.update(ends_on=TODAY - DAY)
    delivered_on(TODAY)
    assert rows(fjellet.teacher, "email") == [(TODAY, "cancelled")]
    fjellet.teacher.memberships.update(ends_on=None)
    swept_on(TODAY + DAY)
    assert rows(fjellet.teacher, "inbox") == [(TODAY, "sent")]
    following = TODAY + 7 * DAY
    Measure.objects.filter(pk=measure.pk).update(evaluate_on=following)
    swept_on(following)
    delivered_on(following)
    assert rows(fjellet.teacher, "email") == [(TODAY, "cancelled"), (following, "sent")]


@pytest.mark.django_db(transaction=True)
def test_a_day_that_is_closed_after_it_was_told_is_told_anew_and_rung_for_once(
    smtp_server, fjellet
):
    """A planning day is entered between the round in the morning and the letters."""
    scene(fjellet)
    swept_on(TODAY)
    year = SchoolYear.objects.create(
        organisation=fjellet.owner, kind="school", starts=2026, changed_at=NOW,
        first_day=date(2026, 8, 17), last_day=date(2027, 6, 18),
    )  # fmt: skip
    year.periods.create(starts=2026, first_day=TODAY, last_day=TODAY, kind="planning")
    swept_on(TODAY)
    delivered_on(TODAY)
    for _time in range(2):
        swept_on(TODAY + DAY)
        delivered_on(TODAY + DAY)
    assert rows(fjellet.teacher, "inbox") == [(TODAY, "sent"), (TODAY + DAY, "sent")]
    assert rows(fjellet.teacher, "email") == [(TODAY, "cancelled"), (TODAY + DAY, "sent")]


def test_somebody_who_begins_to_stand_in_after_the_day_is_told_then_and_once(fjellet):
    scene(fjellet)
    swept_on(TODAY)
    AbsenceFactory(
        person=fjellet.teacher, organisation=fjellet.school, substitute=fjellet.other_teacher,
        starts_on=TODAY + 2 * DAY, ends_on=TODAY + 4 * DAY,
    )  # fmt: skip
    swept_on(TODAY + DAY)
    assert rows(fjellet.other_teacher, "inbox") == []
    for days in (2, 3, 2, 5):  # the clock goes back once
        swept_on(TODAY + days * DAY)
    assert rows(fjellet.other_teacher, "inbox") == [(TODAY, "sent")]
    assert rows(fjellet.teacher, "inbox") == [(TODAY, "sent")]


@pytest.mark.django_db(transaction=True)
def test_what_waits_for_the_digest_goes_once_when_another_way_is_chosen_meanwhile(
    smtp_server, fjellet
):
    scene(fjellet)
    swept_on(TODAY)
    with as_worker():
        deliver(now=datetime.combine(TODAY, time(5), UTC))  # 06.00 in Norway
    assert rows(fjellet.teacher, "email") == [(TODAY, "held")]
    PreferenceFactory(person=fjellet.teacher, topic=EvaluationDue.topic, way="at_once")
    for days in range(2):
        delivered_on(TODAY + days * DAY)
    assert rows(fjellet.teacher, "email") == [(TODAY, "sent")]
    assert len(smtp_server.messages) == 1


@pytest.mark.django_db(transaction=True)
def test_one_whose_mail_came_back_is_rung_for_the_next_time_all_the_same(smtp_server, fjellet):
    measure = scene(fjellet).measure
    swept_on(TODAY)
    Message.objects.emails().update(state="dead", way="at_once", last_error="smtp 550")
    type(fjellet.teacher).objects.filter(pk=fjellet.teacher.pk).update(mail_returned_at=NOW)
    following = TODAY + 7 * DAY
    Measure.objects.filter(pk=measure.pk).update(evaluate_on=following)
    swept_on(following)
    delivered_on(following)
    assert rows(fjellet.teacher, "email") == [(TODAY, "dead"), (following, "sent")]
    fjellet.teacher.refresh_from_db()
    assert fjellet.teacher.mail_returned_at is None


@pytest.mark.parametrize("day", [LEAP_DAY, date(2027, 7, 30), date(2026, 10, 26)])
def test_a_date_is_told_on_its_day_in_a_leap_year_a_summer_and_after_the_hour_has_changed(
    fjellet, day
):
    """Before the day, on it, and when the next school year has begun."""
    due = scene(fjellet, starts_on=date(2026, 8, 17), evaluate_on=day)
    Case.objects.filter(pk=due.case.pk).update(followed_until=date(2029, 6, 1))
    Measure.objects.update(counted_from=None)
    swept_on(day - DAY)
    before = rows(fjellet.teacher, "inbox")
    for days in (0, 0, 5):
        swept_on(day + days * DAY)
    assert (before, rows(fjellet.teacher, "inbox")) == ([], [(day, "sent")])
