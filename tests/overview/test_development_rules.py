"""What is drawn and said of how a case develops. Pure: any answers, in any order."""

from datetime import date, timedelta

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from cases.rules import JOINED_WITHIN, Answer, is_not_better, runs, spark
from overview.development.layout import Done, Mark, Period, last_weeks, lay_out, whole_case
from overview.development.reading import value_words
from overview.development.sentence import read_out

BEGIN = date(2026, 8, 17)
UNTIL = date(2027, 6, 18)
LANGUAGES = ("en", "nb", "nn", "nb-kinder")
WORDS = {1: "very unsafe", 2: "unsafe", 3: "in between", 4: "safe", 5: "very safe"}


def answer(weeks, value, **more):
    return Answer(BEGIN + timedelta(weeks=weeks), value, **more)


@st.composite
def any_answer(draw):
    day = BEGIN + timedelta(days=draw(st.integers(0, 300)))
    value = draw(st.one_of(st.none(), st.integers(1, 5)))
    declined = value is None and draw(st.booleans())
    return Answer(day, value, is_own=draw(st.booleans()), declined=declined)


any_answers = st.lists(any_answer(), max_size=12, unique_by=lambda one: one.day)


@st.composite
def any_done(draw):
    first = BEGIN + timedelta(days=draw(st.integers(0, 300)))
    length = draw(st.one_of(st.none(), st.integers(0, 200)))
    days = draw(st.lists(st.integers(0, 300), max_size=4))
    marks = tuple(Mark(BEGIN + timedelta(days=day), "P", "Partly") for day in days)
    ends_on = None if length is None else first + timedelta(days=length)
    return Done("Tiltak", first, ends_on, "Running", marks)


def drawn(answers, measures=(), period=None, until=UNTIL):
    days = [one.day for one in answers]
    period = period or whole_case(days, BEGIN, until)
    return lay_out(answers, measures, period, until=until, today=until, words=WORDS)


def percents(picture):
    places = [*picture.own, *picture.seen, *picture.silent, *picture.weeks]
    places += [letter for bar in picture.bars for letter in bar.letters]
    return [float(one.x[:-1]) for one in places]


def said(*answers, language="en"):
    with override(language):
        return read_out(answers, value_words())


@given(any_answers)
def test_each_own_answer_stands_once_and_nothing_is_made_up(answers):
    rows = runs(answers)
    own = [one for one in answers if one.is_own and one.value]
    assert sorted(one for row in rows for one in row) == sorted(own)
    assert all(row for row in rows)


@given(any_answers)
def test_no_line_goes_over_what_was_not_answered(answers):
    silent = [one.day for one in answers if one.value is None]
    for row in runs(answers):
        for one, after in zip(row, row[1:], strict=False):
            assert one.day <= after.day <= one.day + JOINED_WITHIN
            assert not any(one.day < day < after.day for day in silent)


@pytest.mark.parametrize(("weeks", "rows"), [(4, 1), (6, 1), (7, 1), (8, 2)])
def test_four_open_weeks_over_christmas_are_joined(weeks, rows):
    assert len(runs([answer(15, 2), answer(15 + weeks, 3)])) == rows


@given(any_answers, st.lists(any_done(), max_size=4))
def test_the_picture_holds_each_answer_once_at_its_own_height(answers, measures):
    picture = drawn(answers, measures)
    points = [*picture.own, *picture.seen, *picture.silent]
    assert sorted(p.answer.day for p in points) == sorted(one.day for one in answers)
    heights = {level.value: level.y for level in picture.levels}
    assert all(point.y == heights.get(point.answer.value, point.y) for point in points)
    assert all(point.answer.is_own and point.answer.value for point in picture.own)
    assert all(point.answer.value is None for point in picture.silent)


@given(any_answers)
def test_lines_only_join_the_pupils_own_answers(answers):
    picture = drawn(answers)
    places = {(point.x, point.y) for point in picture.own}
    assert all({(a, b), (c, d)} <= places for a, b, c, d in picture.joins)
    assert len(picture.joins) == len(picture.own) - len(runs(answers))


@given(any_answers, st.lists(any_done(), max_size=4), st.booleans())
def test_everything_stands_inside_the_picture(answers, measures, lately):
    picture = drawn(answers, measures, last_weeks(UNTIL, 8) if lately else None)
    assert all(12 <= x <= 98 for x in percents(picture))
    assert all(bar.y + 18 < picture.height for bar in picture.bars)
    for bar in picture.bars:
        x, width = float(bar.x[:-1]), float(bar.width[:-1])
        assert 12 <= x
        assert 0 < width <= 98.02 - x


@given(any_answers, st.sampled_from(LANGUAGES))
def test_it_is_said_in_whole_sentences_in_every_language(answers, language):
    sentences = said(*answers, language=language)
    own = [one for one in sorted(answers, key=lambda one: one.day) if one.is_own and one.value]
    assert sentences
    for sentence in sentences:
        assert sentence[0].isupper()
        assert sentence[-1] == "."
        assert "%" not in sentence
        assert "  " not in sentence
    with override(language):
        words = value_words()
    if own:
        assert f"{own[-1].value} ({words[own[-1].value]})" in sentences[0]


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ([], "The development is shown after the first evaluation."),
        ([answer(0, None)], "The pupil has not answered yet how safe it is."),
        ([answer(0, None, declined=True)], "The pupil does not want to answer how safe it is."),
        (
            [answer(0, 4)],
            "The pupil has answered once: 4 (safe), on 17 August 2026. "
            "The development is shown after the next evaluation.",
        ),
        (
            [answer(6, 4), answer(0, 2), answer(3, 3)],
            "The pupil has gone up from 2 (unsafe) to 4 (safe) in 6 weeks.",
        ),
        (
            [answer(0, 4), answer(1, 1)],
            "The pupil has gone down from 4 (safe) to 1 (very unsafe) in 1 week.",
        ),
        (
            [Answer(BEGIN, 2), Answer(BEGIN + timedelta(days=2), 4)],
            "The pupil has gone up from 2 (unsafe) to 4 (safe) in less than a week.",
        ),
        (
            [answer(0, 3), answer(2, 3)],
            "The pupil has answered 3 (in between) each time, for 2 weeks.",
        ),
        (
            [answer(0, 3), answer(1, 5), answer(2, 3)],
            "The pupil answers 3 (in between), as 2 weeks ago. "
            "Between them the answers have been from 3 to 5.",
        ),
    ],
)
def test_what_is_said_first(answers, sentence):
    assert said(*answers)[0] == sentence


def test_a_rise_does_not_hide_that_it_fell_again():
    assert said(answer(0, 1), answer(2, 5), answer(4, 3))[1:] == [
        "The newest answer is lower than the one before: 3 (in between) after 5 (very safe)."
    ]


def test_what_came_after_the_pupils_newest_answer_is_said():
    declined, not_asked = answer(2, None, declined=True), answer(2, None)
    seen = answer(3, 2, is_own=False)
    assert said(answer(0, 4), declined)[1:] == ["Since then the pupil has not wanted to answer."]
    assert said(answer(0, 4), not_asked, seen)[1:] == [
        "Since then the pupil has not been asked.",
        "Others last answered for the pupil on 7 September 2026: 2 (unsafe).",
    ]


def test_what_others_saw_is_never_the_pupils_line():
    seen = [answer(week, 4, is_own=False) for week in range(3)]
    picture = drawn(seen)
    assert (list(picture.own), list(picture.joins), len(picture.seen)) == ([], [], 3)
    assert spark(seen).last is None
    assert said(*seen)[0] == "The pupil has not answered yet how safe it is."


@pytest.mark.parametrize(
    ("values", "nudged"),
    [((2, 2, 2), True), ((3, 2, 1), True), ((2, 3, 3), False), ((5, 4, 4), False), ((1, 1), False)],
)
def test_two_answers_without_improvement_are_pointed_out(values, nudged):
    assert is_not_better([answer(week, value) for week, value in enumerate(values)]) is nudged


@given(any_answers)
def test_the_small_picture_stays_in_its_frame(answers):
    one = spark(answers)
    assert all(0 < dot.x < 120 and 0 < dot.y < 32 for dot in one.dots)
    own = sorted((a for a in answers if a.is_own and a.value), key=lambda a: a.day)
    assert (len(one.dots), one.last) == (len(own), own[-1] if own else None)


def test_the_period_is_whole_weeks_and_never_too_short_to_read():
    assert whole_case([], date(2026, 11, 25), date(2026, 11, 26)) == Period(
        date(2026, 11, 2), date(2026, 11, 29)
    )
    assert last_weeks(date(2026, 11, 25), 8) == Period(date(2026, 10, 5), date(2026, 11, 29))


def test_weeks_are_named_as_far_as_there_is_room():
    whole_year = drawn([], until=UNTIL)
    assert len(whole_year.weeks) == 11
    assert [tick.label for tick in whole_year.weeks[:3]] == ["34", "38", "42"]
    assert [tick.wide_only for tick in whole_year.weeks[:3]] == [False, True, False]


def test_a_long_title_is_shortened_in_the_picture():
    (bar,) = drawn([], [Done("x" * 120, BEGIN, None, "Running")]).bars
    assert (len(bar.short), bar.short[-1]) == (44, "…")
