"""A common weekday on which the evaluations of a case fall."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from audit.models import Event
from common.errors import ActionError
from evaluations.actions import record_evaluation
from evaluations.models import Evaluation
from measures.actions import (
    choose_evaluation_date,
    choose_evaluation_weekday,
    recompute_evaluation_dates,
    start_measure,
)
from measures.models import Measure
from measures.rules import counted_again, next_evaluation, on_weekday
from organisations.calendar import Calendar, Day, Kind, Span, Year
from organisations.models import SchoolYear
from tests.clock import NOW, TODAY
from tests.evaluations.scene import scene
from tests.factories.cases import InvolvementFactory, SafetyAnswerFactory
from tests.factories.measures import MeasureFactory, PlanFactory
from tests.measures.scene import NOBODY_ELSE, OUTSIDERS, do
from tests.measures.test_dates import CALENDAR
from tests.plugin_database import as_worker

THURSDAY, NEXT_MONDAY = 3, date(2026, 11, 30)
DAYS = st.dates(date(2026, 8, 18), date(2028, 6, 1))
WEEKDAYS = st.integers(0, 4)


@pytest.fixture(autouse=True)
def all_in_english(english):
    """Asked for by every test here."""


def chosen(set_up, by, weekday=THURSDAY):
    return do(choose_evaluation_weekday, by, case=set_up.case, weekday=weekday)


def running(set_up, on, **given):
    given = {"running": True, "evaluate_on": on, "responsible": set_up.measure.responsible} | given
    return MeasureFactory(plan=set_up.measure.plan, **given)


def date_of(measure):
    return Measure.objects.values_list("evaluate_on", flat=True).get(pk=measure.pk)


@given(day=DAYS, weekday=WEEKDAYS)
def test_it_is_the_first_such_day_on_or_after_and_open(day, weekday):
    counted = CALENDAR.next_open_day(day)
    found = on_weekday(CALENDAR, counted, weekday).date
    days = [counted.date + timedelta(days=n) for n in range((found - counted.date).days + 1)]
    wanted = next(
        d for d in (counted.date + timedelta(n) for n in range(7)) if d.weekday() == weekday
    )
    assert CALENDAR.is_open(found)
    assert found >= counted.date
    assert found == wanted or not CALENDAR.is_open(wanted) and found > wanted
    assert not any(CALENDAR.is_open(d) for d in days if wanted <= d < found)


@given(day=DAYS, weekday=WEEKDAYS, length=st.integers(0, 20))
def test_it_is_never_past_the_end_of_the_measure(day, weekday, length):
    counted = CALENDAR.next_open_day(day)
    last = counted.date + timedelta(days=length)
    found = on_weekday(CALENDAR, counted, weekday, last)
    assert counted.date <= found.date <= last


@given(day=DAYS, done=st.integers(0, 5), weekday=st.none() | WEEKDAYS)
def test_counted_again_in_the_same_calendar_it_stays(day, done, weekday):
    stands = next_evaluation(CALENDAR, day, done, weekday=weekday)
    again = counted_again(CALENDAR, stands, day, done, None, day, weekday=weekday)
    assert again == stands


def test_a_closed_day_gives_way_to_the_next_open_one_and_is_provisional_where_the_year_is_unknown():
    easter = Span(date(2027, 3, 22), date(2027, 3, 29), Kind.BREAK)
    calendar = Calendar((Year(2026, date(2026, 8, 18), date(2027, 6, 18), (easter,)),))
    friday = Day(date(2027, 3, 19), False)
    assert on_weekday(calendar, friday, 2) == Day(date(2027, 3, 30), False)
    assert on_weekday(calendar, Day(date(2027, 6, 18), False), 0).provisional is True


def test_choose_evaluation_weekday_moves_what_stands_ahead_and_says_how_much(fjellet):
    set_up = scene(fjellet)
    monday, friday = running(set_up, NEXT_MONDAY), running(set_up, date(2026, 12, 4))
    there = running(set_up, date(2026, 12, 3))
    ends = running(set_up, NEXT_MONDAY, ends_on=date(2026, 12, 2))
    made = chosen(set_up, fjellet.principal)
    assert (made.weekday, made.moved) == (THURSDAY, 2)
    dates = [date_of(one) for one in (set_up.measure, monday, friday, there, ends)]
    assert dates == [
        TODAY, date(2026, 12, 3), date(2026, 12, 10), date(2026, 12, 3), NEXT_MONDAY,
    ]  # fmt: skip
    event = Event.objects.get(name="case.evaluation_weekday_chosen")
    assert (event.data, event.case_id) == ({"weekday": 3, "moved": 2}, set_up.case.pk)
    assert Event.objects.filter(name="measure.evaluation_moved").count() == 2
    assert chosen(set_up, fjellet.principal).moved == 0
    assert Event.objects.filter(name="case.evaluation_weekday_chosen").count() == 1


def test_choose_evaluation_weekday_takes_it_away_and_lets_dates_stand(fjellet):
    set_up = scene(fjellet)
    measure = running(set_up, NEXT_MONDAY, counted_from=TODAY)
    chosen(set_up, fjellet.principal)
    assert chosen(set_up, fjellet.principal, None).moved == 0
    set_up.case.refresh_from_db()
    assert set_up.case.evaluation_weekday is None
    assert date_of(measure) == date(2026, 12, 3)
    with as_worker():
        recompute_evaluation_dates(now=NOW, unit=fjellet.school)
    assert date_of(measure) == date(2026, 12, 3)


@pytest.mark.parametrize("weekday", [-1, 5, 6])
def test_choose_evaluation_weekday_refused_by_state_of_no_such_day(fjellet, weekday):
    with pytest.raises(ActionError, match="Monday to Friday"):
        chosen(scene(fjellet), fjellet.principal, weekday)


def test_choose_evaluation_weekday_refused_by_state(fjellet):
    set_up = scene(fjellet)
    type(set_up.case).objects.update(state="closed", ended_reason="Trygt.")
    with pytest.raises(ActionError, match="has ended"):
        chosen(set_up, fjellet.principal)


@pytest.mark.parametrize("who", OUTSIDERS)
def test_choose_evaluation_weekday_refused_by_role(fjellet, who):
    set_up = scene(fjellet)
    with pytest.raises((PermissionDenied, type(set_up.case).DoesNotExist)):
        chosen(set_up, getattr(fjellet, who))


@pytest.mark.parametrize("who", NOBODY_ELSE)
def test_those_who_follow_up_the_case_choose_it(fjellet, who):
    assert chosen(scene(fjellet), getattr(fjellet, who)).weekday == THURSDAY


def test_a_measure_that_starts_and_one_that_goes_on_fall_on_it(fjellet):
    set_up = scene(fjellet)
    chosen(set_up, fjellet.principal)
    planned = MeasureFactory(plan=set_up.measure.plan, responsible=fjellet.teacher, starts_on=TODAY)
    started = do(start_measure, fjellet.principal, measure=planned)
    assert started.evaluate_on == date(2026, 12, 3)
    do(
        record_evaluation, fjellet.teacher, measure=set_up.measure, due_on=TODAY,
        effect="yes", next="continue",
    )  # fmt: skip
    assert date_of(set_up.measure) == date(2026, 12, 10)
    set_up.measure.refresh_from_db()
    assert set_up.measure.counted_from == TODAY


def test_one_who_does_not_feel_safe_waits_no_longer_for_it(fjellet):
    set_up = scene(fjellet)
    chosen(set_up, fjellet.principal)
    do(
        record_evaluation, fjellet.teacher, measure=set_up.measure, due_on=TODAY,
        effect="no", next="continue", safety=(set_up.pupil, 1, "", "pupil"),
    )  # fmt: skip
    assert Evaluation.objects.get().next_on == NEXT_MONDAY


def has_said(set_up, _fjellet):
    SafetyAnswerFactory(involvement=set_up.pupil, day=TODAY, value=2)


def waits_for_an_answer(set_up, _fjellet):
    type(set_up.case).objects.update(unsafe_since=TODAY)


@pytest.mark.parametrize("arrange", [has_said, waits_for_an_answer])
def test_no_date_is_moved_to_a_later_day_while_a_pupil_does_not_feel_safe(
    fjellet, signed_in, arrange
):
    set_up = scene(fjellet)
    measure = running(set_up, NEXT_MONDAY)
    arrange(set_up, fjellet)
    address = reverse("measures:evaluation_day", args=[set_up.case.pk])
    page = signed_in(fjellet.principal).post(address, {"weekday": "3"}, follow=True)
    assert "so the dates that stand are not moved" in page.content.decode()
    assert date_of(measure) == NEXT_MONDAY
    set_up.case.refresh_from_db()
    assert set_up.case.evaluation_weekday == THURSDAY


def test_a_measure_that_starts_waits_no_longer_for_it_while_a_pupil_does_not_feel_safe(fjellet):
    set_up = scene(fjellet)
    chosen(set_up, fjellet.principal)
    waits_for_an_answer(set_up, fjellet)
    planned = MeasureFactory(plan=set_up.measure.plan, responsible=fjellet.teacher, starts_on=TODAY)
    assert do(start_measure, fjellet.principal, measure=planned).evaluate_on == NEXT_MONDAY


def test_a_date_chosen_by_hand_stays_allowed(fjellet):
    set_up = scene(fjellet)
    chosen(set_up, fjellet.principal)
    asked = {"measure": set_up.measure, "on": date(2026, 12, 8)}
    assert do(choose_evaluation_date, fjellet.principal, **asked).date == date(2026, 12, 8)
    with as_worker():
        recompute_evaluation_dates(now=NOW, unit=fjellet.school)
    assert date_of(set_up.measure) == date(2026, 12, 8)


def test_a_changed_calendar_counts_to_the_common_day_again(fjellet):
    set_up = scene(fjellet)
    chosen(set_up, fjellet.principal)
    measure = running(set_up, date(2026, 12, 3), counted_from=TODAY)
    year = SchoolYear.objects.create(
        organisation=fjellet.owner, kind="school", starts=2026, changed_at=NOW,
        first_day=date(2026, 8, 17), last_day=date(2027, 6, 18),
    )  # fmt: skip
    year.periods.create(
        starts=2026, kind="closed", first_day=date(2026, 11, 30), last_day=date(2026, 12, 4)
    )
    with as_worker():
        assert recompute_evaluation_dates(now=NOW) == 1
    assert date_of(measure) == date(2026, 12, 10)


def test_a_changed_calendar_does_not_put_off_to_it_while_a_pupil_does_not_feel_safe(fjellet):
    set_up = scene(fjellet)
    chosen(set_up, fjellet.principal)
    waits_for_an_answer(set_up, fjellet)
    measure = running(set_up, NEXT_MONDAY, counted_from=TODAY)
    year = SchoolYear.objects.create(
        organisation=fjellet.owner, kind="school", starts=2026, changed_at=NOW,
        first_day=date(2026, 8, 17), last_day=date(2027, 6, 18),
    )  # fmt: skip
    year.periods.create(starts=2026, kind="closed", first_day=NEXT_MONDAY, last_day=NEXT_MONDAY)
    with as_worker():
        assert recompute_evaluation_dates(now=NOW) == 1
    assert date_of(measure) == date(2026, 12, 1)


def test_the_evaluation_form_proposes_it(fjellet, signed_in):
    set_up = scene(fjellet)
    chosen(set_up, fjellet.principal)
    client = signed_in(fjellet.teacher)
    for name, key in (("record", set_up.measure.pk), ("sitting", set_up.case.pk)):
        page = client.get(reverse(f"evaluations:{name}", args=[key])).content.decode()
        assert "10.12.2026" in page


def test_it_is_chosen_on_the_plan_page(fjellet, signed_in):
    set_up = scene(fjellet)
    running(set_up, NEXT_MONDAY)
    client, case = signed_in(fjellet.principal), set_up.case
    plan, address = (
        reverse(f"measures:{name}", args=[case.pk]) for name in ("plan", "evaluation_day")
    )
    assert address in client.get(plan).content.decode()
    page = client.post(address, {"weekday": "3"}, follow=True).content.decode()
    assert "Evaluations of this case fall on this day: Thursday. 1 date is moved." in page
    wrong = client.post(address, {"weekday": "9"})
    assert (wrong.status_code, "Choose among the answers" in wrong.content.decode()) == (200, True)
    gone = client.post(address, {"weekday": ""}, follow=True).content.decode()
    assert "have no common day. The dates stand as they are." in gone


def test_where_there_are_several_plans_it_stands_on_the_page_that_chooses_one(fjellet, signed_in):
    set_up = scene(fjellet)
    PlanFactory(case=set_up.case, about=InvolvementFactory(case=set_up.case))
    page = signed_in(fjellet.principal).get(reverse("measures:plan", args=[set_up.case.pk]))
    assert reverse("measures:evaluation_day", args=[set_up.case.pk]) in page.content.decode()
