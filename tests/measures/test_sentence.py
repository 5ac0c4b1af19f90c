from datetime import date, timedelta

import pytest
from django.utils.translation import override
from hypothesis import given

from measures.rules import Part, heading, in_weeks, read_back, read_back_in_steps, steps
from measures.rules.sentence import listed
from organisations.calendar import week_of
from tests.measures.plans import any_plans, lawful_plans

MONDAY = date(2026, 11, 16)
LANGUAGES = ["nb", "nn", "en"]


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def part(id, first, last=None, after=""):
    """From the first to the last week of the year 2026; without a last week, without an end."""
    ends_on = last and date.fromisocalendar(2026, last, 5)
    return Part(id, id, date.fromisocalendar(2026, first, 1), ends_on, frozenset(after))


A, B, D = part("A", 47, 48), part("B", 47, 48), part("D", 47)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([], ""),
        ([A], "A (weeks 47–48)."),
        ([A, B], "A and B at the same time (weeks 47–48)."),
        (
            [A, B, part("C", 49, after="AB"), D],
            "First A and B at the same time (weeks 47–48). Then C (from week 49). All the time: D.",
        ),
        ([A, part("C", 49, 49)], "First A (weeks 47–48). Then C (week 49)."),
        ([D], "All the time: D."),
        ([A, part("E", 49)], "A (weeks 47–48). All the time: E (from week 49)."),
        ([part("A", 47, 47), B], "A (week 47) and B (weeks 47–48) at the same time."),
        (
            [A, B, part("F", 47, 48)],
            "A, B and F at the same time (weeks 47–48).",
        ),
        (
            [part("A", 47, 52), part("C", 49, 49), part("E", 51, 51)],
            "First A (weeks 47–52) and C (week 49) at the same time. "
            "While this goes on, also E (week 51).",
        ),
        (
            [A, part("C", 49, 50, after="A"), part("E", 50, 51, after="A")],
            "First A (weeks 47–48). Then C (weeks 49–50) and E (weeks 50–51) at the same time.",
        ),
    ],
)
def test_the_plan_reads_itself_back(parts, said):
    assert read_back(parts) == said


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 11, 23), date(2026, 11, 27), "week 48"),
        (date(2026, 11, 23), date(2026, 12, 4), "weeks 48–49"),
        (date(2026, 11, 23), None, "from week 48"),
        (date(2026, 12, 14), date(2027, 1, 15), "week 51 to week 2 of 2027"),
        # 1 January 2027 belongs to week 53 of 2026.
        (date(2026, 12, 28), date(2027, 1, 1), "week 53"),
        (date(2027, 1, 4), date(2027, 1, 15), "weeks 1–2 of 2027"),
        (date(2027, 1, 4), date(2027, 1, 8), "week 1 of 2027"),
        (date(2027, 1, 4), None, "from week 1 of 2027"),
    ],
)
def test_weeks_are_said_with_the_year_where_it_is_another(first, last, said):
    assert in_weeks(first, last, 2026) == said


@pytest.mark.parametrize(
    ("texts", "said"), [(["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")]
)
def test_a_list_is_joined_as_it_is_said(texts, said):
    assert listed(texts) == said


def test_the_headings_of_the_steps():
    parts = [part("A", 47, 52), B, part("C", 49, 49, after="B"), part("E", 51, 51)]
    assert [heading(step, 2026) for step in steps(parts).steps] == [
        "First, weeks 47–52",
        "Then, week 49",
        "Meanwhile, week 51",
    ]
    assert [heading(step, 2026) for step in steps([A]).steps] == ["Weeks 47–48"]
    assert [heading(step, 2026) for step in steps([A, B]).steps] == [
        "At the same time, weeks 47–48"
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@given(plan=lawful_plans())
def test_every_measure_is_introduced_once_with_its_weeks(language, plan):
    with override(language):
        said = read_back(plan)
        begins = min(part.starts_on for part in plan)
        for measure in plan:
            assert said.count(measure.title) == 1
            _before, _title, rest = said.partition(measure.title)
            runs_all_the_time = measure.ends_on is None and not measure.after
            if runs_all_the_time and week_of(measure.starts_on) == week_of(begins):
                continue
            weeks = in_weeks(measure.starts_on, measure.ends_on, week_of(begins).year)
            assert f"({weeks})" in rest.split(".")[0]


@pytest.mark.parametrize("language", LANGUAGES)
@given(plan=any_plans())
def test_any_combination_is_said_in_its_order(language, plan):
    """Also dates that contradict the order, and rings: each measure once, with its weeks, in the
    sentence of its step; what runs all the time last."""
    with override(language):
        order, said = steps(plan), read_back_in_steps(plan)
        groups = [step.parts for step in order.steps] + [order.always] * bool(order.always)
        assert len(said) == len(groups)
        year = week_of(order.first).year if plan else 0
        for sentence, group in zip(said, groups, strict=True):
            assert (sentence[0].isupper(), sentence[-1], sentence.count(".")) == (True, ".", 1)
            assert [sentence.count(part.title) for part in plan] == [part in group for part in plan]
            for part in group:
                if part not in order.always or week_of(part.starts_on) != week_of(order.first):
                    assert in_weeks(part.starts_on, part.ends_on, year) in sentence


@pytest.mark.parametrize("language", LANGUAGES)
@given(plan=lawful_plans())
def test_each_step_is_one_sentence(language, plan):
    with override(language):
        order = steps(plan)
        sentences = len(order.steps) + bool(order.always)
        assert read_back(plan).count(".") == sentences


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "nb",
            "Først A og B samtidig (uke 47–48). Deretter C (uke 49) og E (uke 49–52) samtidig. "
            "Mens dette pågår, også F (uke 51). Hele tiden: D.",
        ),
        (
            "nn",
            "Først A og B samtidig (veke 47–48). Deretter C (veke 49) og E (veke 49–52) samtidig. "
            "Medan dette går føre seg, også F (veke 51). Heile tida: D.",
        ),
    ],
)
def test_the_plan_reads_itself_back_in_norwegian(language, said):
    parts = [
        *(A, B, D),
        part("C", 49, 49, after="AB"),
        part("E", 49, 52, after="A"),
        part("F", 51, 51),
    ]
    with override(language):
        assert read_back(parts) == said


def test_a_day_in_the_middle_of_a_week_is_said_by_its_week():
    wednesday = Part("A", "A", MONDAY + timedelta(days=2), MONDAY + timedelta(days=3))
    assert read_back([wednesday]) == "A (week 47)."
