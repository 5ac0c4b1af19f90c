"""What a calendar tells of a duty, and when it is fetched too often."""

import uuid
from datetime import date, timedelta

import pytest
from django.utils import translation

from documents.rules import (
    COUNTED_FOR,
    MOST_FETCHES,
    Dated,
    Kind,
    counted,
    entries_of,
    is_too_often,
    title_of,
)
from tests.clock import NOW, TODAY

MINE, OTHERS = uuid.UUID(int=1), uuid.UUID(int=2)
LATER = TODAY + timedelta(days=7)


def dated(day=TODAY, kind="evaluation", reference="26-K7F3", url="/evaluations/1/"):
    return Dated(day, kind, reference, url)


def uids(*given, namespace=MINE):
    return [entry.uid for entry in entries_of(namespace, given)]


def test_an_event_keeps_its_id_when_it_is_moved():
    assert uids(dated()) == uids(dated(LATER))


@pytest.mark.parametrize("other", [{"url": "/evaluations/2/"}, {"reference": "26-B2C4"}])
def test_another_thing_is_another_event(other):
    assert uids(dated()) != uids(dated(**other))


def test_the_same_thing_is_another_event_for_another_person():
    assert uids(dated()) != uids(dated(), namespace=OTHERS)


def test_the_id_is_not_that_of_the_thing_and_does_not_hang_on_the_language():
    before = uids(dated(url=f"/evaluations/{MINE}/"))
    with translation.override("nn"):
        assert uids(dated(url=f"/evaluations/{MINE}/")) == before != [MINE]


def test_what_reads_alike_on_one_day_is_one_event():
    assert [entry.day for entry in entries_of(MINE, [dated(), dated(), dated(LATER)])] == [
        TODAY,
        LATER,
    ]


def test_two_days_on_one_page_are_two_events():
    """Two phones of one case; when the first is given back, the second takes its event over."""
    first, second = uids(dated(LATER), dated())
    assert first != second
    assert uids(dated(LATER)) == [first]


def test_a_day_in_july_and_the_last_of_the_year_stay_what_they_are():
    days = [date(2026, 7, 15), date(2026, 8, 17), date(2026, 12, 31)]
    assert [entry.day for entry in entries_of(MINE, map(dated, days))] == days


@pytest.mark.parametrize(
    ("kind", "alone", "of_case"),
    [
        (Kind.EVALUATION, "Evaluation", "Evaluation, case 26-K7F3"),
        (Kind.TALK, "Talk", "Talk, case 26-K7F3"),
        (Kind.REVIEW, "Review", "Review, case 26-K7F3"),
        (Kind.TASK, "Task", "Task, case 26-K7F3"),
    ],
)
def test_four_words_and_a_reference_are_all_that_is_said(kind, alone, of_case):
    assert title_of(dated(kind=kind, reference="")) == alone
    assert title_of(dated(kind=kind)) == of_case


def test_thirty_fetches_in_ten_minutes_are_enough():
    since, fetches = counted(None, 0, NOW)
    assert (since, fetches) == (NOW, 1)
    for _turn in range(MOST_FETCHES - 1):
        assert not is_too_often(since, fetches, NOW)
        since, fetches = counted(since, fetches, NOW)
    assert is_too_often(since, fetches, NOW + COUNTED_FOR - timedelta(seconds=1))
    assert not is_too_often(since, fetches, NOW + COUNTED_FOR)
    assert counted(since, fetches, NOW + COUNTED_FOR) == (NOW + COUNTED_FOR, 1)
