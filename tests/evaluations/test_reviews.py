"""The whole case is reviewed each term and before the summer."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from audit.models import Event
from cases.models import PptAlert
from common.errors import ActionError
from evaluations.actions import prepare_reviews, recount_reviews, review_case
from evaluations.models import CaseReview
from evaluations.notices import ReviewDue, ReviewLate, ReviewSoon
from evaluations.rules import rounds_of
from evaluations.telling import tell_reviews
from notifications.models import Message
from organisations.calendar import Calendar, Kind, Span, Year
from organisations.models import SchoolYear
from tests.clock import NOW, TODAY
from tests.evaluations.test_telling import told
from tests.factories.cases import CaseAccessFactory, CaseFactory
from tests.factories.evaluations import CaseReviewFactory
from tests.measures.scene import do
from tests.measures.test_dates import CALENDAR
from tests.plugin_database import as_app, as_worker

TOLD = {"how": "Han er tryggere i friminuttene.", "help": ["bup"], "plan": "goes_on"}
# Where nothing is entered: 24 December is a working day, and the summer begins in July.
AUTUMN, SPRING, SUMMER = date(2026, 12, 10), date(2027, 3, 10), date(2027, 6, 16)


@pytest.fixture(autouse=True)
def all_in_english(english):
    """Asked for by every test here."""


def at(day):
    return datetime(day.year, day.month, day.day, 5, tzinfo=UTC)


def run(action, day=TODAY):
    with as_worker():
        return action(now=at(day))


def open_case(place, state="follow_up", **given):
    """Old enough to be reviewed, unless said."""
    given = {"created_at": at(date(2026, 9, 1))} | given
    return CaseFactory(unit=place.school, state=state, **given)


def waiting(place, **given):
    return CaseReviewFactory(case=open_case(place), **given)


def answered(review, by, **given):
    return do(review_case, by, review=review, **TOLD | given)


def entered(owner, *, periods=(), first=date(2026, 8, 17), last=date(2027, 6, 18)):
    year, _made = SchoolYear.objects.update_or_create(
        organisation=owner, kind="school", starts=2026,
        defaults={"first_day": first, "last_day": last, "changed_at": NOW},
    )  # fmt: skip
    for one, other in periods:
        year.periods.create(starts=2026, first_day=one, last_day=other, kind="break")


def test_each_review_is_two_weeks_before_a_break():
    days = {one.code: (one.due_on, one.opens_on) for one in rounds_of(CALENDAR, 2026)}
    assert days == {
        # Last open days: 18 December, 24 March, 18 June.
        "autumn": (date(2026, 12, 4), date(2026, 11, 6)),
        "spring": (date(2027, 3, 10), date(2027, 2, 10)),
        "summer": (date(2027, 6, 4), date(2027, 5, 7)),
    }


@pytest.mark.parametrize(
    ("calendar", "days"),
    [
        (Calendar(), [AUTUMN, SPRING, SUMMER]),
        # Open far into July, as kindergartens are.
        (Calendar((Year(2026, date(2026, 8, 3), date(2027, 7, 16)),)), [AUTUMN, SPRING, SUMMER]),
        # Closed all autumn: there is nothing to review.
        (Calendar((Year(2026, date(2027, 1, 4), date(2027, 6, 18)),)), [SPRING, date(2027, 6, 4)]),
    ],
)
def test_every_calendar_has_its_reviews(calendar, days):
    found = rounds_of(calendar, 2026)
    assert [one.due_on for one in found] == days
    assert {one.provisional for one in found} == {not calendar.year(2026).entered}


@given(
    starts=st.integers(2001, 2097),
    first=st.integers(0, 60), last=st.integers(250, 364),
    closed=st.lists(st.tuples(st.integers(0, 364), st.integers(0, 20)), max_size=4),
)  # fmt: skip
def test_reviews_fall_on_open_days_in_order_and_at_least_two_weeks_before(
    starts, first, last, closed
):
    begin, end = date(starts, 8, 1), date(starts + 1, 7, 31)
    spans = tuple(
        Span(begin + timedelta(a), min(begin + timedelta(a + n), end), Kind.BREAK)
        for a, n in closed
    )
    year = Year(starts, begin + timedelta(first), begin + timedelta(last), spans)
    calendar = Calendar((year,))
    found = rounds_of(calendar, starts)
    days = [one.due_on for one in found]
    assert days == sorted(set(days))
    assert all(calendar.is_open(day) and begin <= day for day in days)
    limits = {"autumn": date(starts, 12, 11), "summer": date(starts + 1, 6, 17)}
    assert all(one.due_on < limits.get(one.code, end) for one in found)


def test_prepare_reviews_makes_one_for_each_open_case_once(fjellet):
    first, second = open_case(fjellet), open_case(fjellet, "monitoring")
    open_case(fjellet, "closed", ended_reason="Trygt.")
    open_case(fjellet, created_at=at(AUTUMN - timedelta(days=41)))
    assert run(prepare_reviews, AUTUMN - timedelta(days=29)) == 0
    assert run(prepare_reviews, AUTUMN - timedelta(days=28)) == 2
    assert run(prepare_reviews, AUTUMN) == 0
    rows = CaseReview.objects.values_list("case", "round", "school_year", "due_on", "provisional")
    assert set(rows) == {(one.pk, "autumn", 2026, AUTUMN, True) for one in (first, second)}
    assert run(prepare_reviews, date(2027, 3, 1)) == 3  # by then the fourth case is there too


@pytest.mark.parametrize(("days", "made"), [(42, 1), (41, 0), (11, 0)])
def test_prepare_reviews_lets_a_case_younger_than_six_weeks_wait(fjellet, days, made):
    open_case(fjellet, created_at=at(AUTUMN - timedelta(days=days)))
    assert run(prepare_reviews, AUTUMN) == made


def test_prepare_reviews_catches_up_after_two_weeks_at_the_most(fjellet):
    open_case(fjellet)
    last = AUTUMN + timedelta(days=14)
    assert run(prepare_reviews, last + timedelta(days=1)) == 0
    assert run(prepare_reviews, last) == 1
    assert CaseReview.objects.get().due_on == last  # nobody knew of it before, so it is not late


def test_prepare_reviews_refused_by_state(fjellet):
    """None for a case that has ended, nor again for one that is reviewed."""
    open_case(fjellet, "closed", ended_reason="Trygt.")
    CaseReviewFactory(case=open_case(fjellet), done=True)
    assert run(prepare_reviews) == 0


def test_prepare_reviews_without_the_role_worker_sees_nothing(fjellet):
    open_case(fjellet)
    with as_app():
        assert prepare_reviews(now=NOW) == 0


@pytest.mark.parametrize("cases", [1, 3])
def test_prepare_reviews_is_one_statement(fjellet, django_assert_num_queries, cases):
    for _case in range(cases):
        open_case(fjellet)
    with as_worker(), django_assert_num_queries(3 + 2):  # units, calendar; and the savepoint
        assert prepare_reviews(now=NOW) == cases


def test_recount_reviews_follows_the_calendar_and_then_rests(fjellet):
    open_case(fjellet)
    run(prepare_reviews)
    entered(fjellet.owner, periods=[(date(2026, 12, 19), date(2027, 1, 3))])
    assert run(recount_reviews) == 1
    row = CaseReview.objects.values_list("due_on", "provisional")
    assert row.get() == (date(2026, 12, 4), False)
    assert run(recount_reviews) == 0
    # The break now begins so early that the day has passed: the next open day.
    SchoolYear.objects.get().periods.update(first_day=date(2026, 11, 30))
    assert run(recount_reviews) == 1
    assert row.get() == (TODAY, False)
    assert run(recount_reviews) == 0


def test_recount_reviews_leads_into_no_other_school_year(fjellet):
    entered(fjellet.owner)
    july = date(2027, 7, 6)
    waiting(fjellet, round="summer", due_on=july)
    assert run(recount_reviews, july) == 1
    assert CaseReview.objects.get().due_on == date(2027, 7, 31)


def test_recount_reviews_refused_by_state(fjellet):
    """What was due before today, is answered or is in a case that has ended stays."""
    waiting(fjellet, due_on=TODAY - timedelta(days=1))
    waiting(fjellet, done=True)
    CaseReviewFactory(case=open_case(fjellet, "closed", ended_reason="Trygt."))
    assert run(recount_reviews) == 0


def test_review_case_is_written_once_and_stands_in_the_log(fjellet):
    review = waiting(fjellet)
    made = answered(review, fjellet.principal)
    assert (made.how, made.help, made.plan) == (TOLD["how"], ["bup"], "goes_on")
    assert (made.done_by, made.done_at) == (fjellet.principal, NOW)
    assert answered(review, fjellet.principal) == made
    event = Event.objects.get(name="review.written")
    assert event.data == {
        "round": "autumn", "school_year": 2026, "becomes": "goes_on", "help": ["bup"],
    }  # fmt: skip
    with pytest.raises(ActionError, match="already"):
        answered(review, fjellet.principal, how="Noe annet.")
    assert PptAlert.objects.get().contact_wanted_at is None


def test_review_case_asks_ppt_for_contact(fjellet):
    answered(waiting(fjellet), fjellet.principal, help=["ppt"])
    assert PptAlert.objects.get().contact_wanted_at == NOW


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"how": " "}, "how it goes"),
        ({"help": ["unknown"]}, "in the list"),
        ({"plan": ""}, "what becomes of the plan"),
    ],
)
def test_review_case_refused_by_state_of_what_is_told(fjellet, given, sentence):
    with pytest.raises(ActionError, match=sentence):
        answered(waiting(fjellet), fjellet.principal, **given)


def test_review_case_refused_by_state(fjellet):
    with pytest.raises(ActionError, match="school year is over"):
        answered(waiting(fjellet, school_year=2025), fjellet.principal)
    ended = CaseReviewFactory(case=open_case(fjellet, "closed", ended_reason="Trygt."))
    with pytest.raises(ActionError, match="closed"):
        answered(ended, fjellet.principal)


@pytest.mark.parametrize(
    "who", ["deputy", "case_worker", "teacher", "owner_adviser", "ppt_adviser"]
)
def test_review_case_refused_by_role(fjellet, who):
    review = waiting(fjellet)
    with pytest.raises((PermissionDenied, CaseReview.DoesNotExist, type(review.case).DoesNotExist)):
        answered(review, getattr(fjellet, who))


def test_the_leader_is_told_before_on_and_after_the_day_once(fjellet):
    waiting(fjellet, due_on=date(2026, 11, 30))
    entered(fjellet.owner, first=None, last=None)
    for _time in range(2):
        for days in range(30):
            run(tell_reviews, TODAY + timedelta(days=days))
    leader = fjellet.principal.name
    assert told(ReviewSoon) == [(leader, 1, date(2026, 11, 30))]
    assert told(ReviewDue) == [(leader, 0, date(2026, 11, 30))]
    assert told(ReviewLate) == [(leader, 2, date(2026, 11, 30))]
    first = Message.objects.filter(kind=ReviewSoon.name).values_list("created_at", flat=True)
    assert set(first) == {at(date(2026, 11, 25))}


def test_what_was_answered_is_not_sent_and_nobody_else_receives_it(fjellet):
    review = waiting(fjellet, due_on=TODAY)
    assert run(tell_reviews) == 2
    message = Message.objects.get(kind=ReviewDue.name, channel="email")
    with as_worker():
        assert ReviewDue().still_due(message, NOW) is True
        assert ReviewDue().may_receive(message, TODAY) is True
    assert ReviewDue().url(message) == reverse("evaluations:review", args=[review.pk])
    message.person = fjellet.deputy
    answered(review, fjellet.principal)
    with as_worker():
        assert ReviewDue().still_due(message, NOW) is False
        assert ReviewDue().may_receive(message, TODAY) is False


def test_an_excluded_leader_is_not_told(fjellet):
    review = waiting(fjellet, due_on=TODAY)
    CaseAccessFactory(case=review.case, person=fjellet.principal)
    assert run(tell_reviews) == 0
