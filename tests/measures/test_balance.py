"""Advice about a plan. Pure, and never a block."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.rules import Aim, Source, Weighed, advice, vague_words

AUTUMN, SPRING = date(2026, 11, 23), date(2027, 3, 1)


def weighed(pk, groups, level="system", how="Hver mandag.", ends_on=None, **aim):
    return Weighed(Aim(pk, f"Tiltak {pk}", frozenset(groups), level, **aim), how, ends_on)


ALONE = weighed("a", {"exposed"}, "individual")
CLASS = weighed("b", {"class", "violating"})


def codes(*measures, today=AUTUMN, digital=False, together="De styrker hverandre.", **more):
    found = advice(measures, today=today, digital=digital, together=together, **more)
    return [one.code for one in found]


def test_a_balanced_plan_gets_no_advice():
    assert codes(ALONE, CLASS) == []


def test_an_empty_plan_gets_no_advice():
    assert codes() == []


def test_a_plan_for_the_one_exposed_alone():
    assert codes(ALONE) == ["only_individual", "only_exposed", "nothing_for_class"]


def test_a_plan_of_individual_measures_alone():
    several = weighed("c", {"exposed", "class"}, "individual")
    assert codes(several) == ["only_individual"]


def test_a_class_that_is_set_aside_is_let_be():
    unit = weighed("u", {"unit"})
    assert codes(ALONE, unit) == ["nothing_for_class"]
    assert codes(ALONE, unit, set_aside={"class"}) == []


@pytest.mark.parametrize(
    ("ends_on", "today", "expected"),
    [
        (date(2026, 12, 18), AUTUMN, ["nothing_after_christmas"]),
        (date(2026, 12, 31), AUTUMN, ["nothing_after_christmas"]),
        (date(2027, 1, 1), AUTUMN, []),
        (None, AUTUMN, []),
        (date(2027, 4, 1), SPRING, []),
    ],
)
def test_nothing_goes_on_after_christmas(ends_on, today, expected):
    both = [replace(one, ends_on=ends_on) for one in (ALONE, CLASS)]
    assert codes(*both, today=today) == expected


def test_what_has_ended_is_not_asked_to_last():
    ended = replace(CLASS, ends_on=date(2026, 11, 6), unfinished=False, how="")
    assert codes(ALONE, ended) == []


def test_a_digital_case_asks_what_prevents():
    prevents = weighed("p", {"class"}, digital=True, prevents=True)
    assert codes(ALONE, CLASS, digital=True) == ["prevents"]
    assert codes(ALONE, prevents, digital=True) == []


def test_how_two_measures_work_together():
    assert codes(ALONE, CLASS, together=" ") == ["together"]
    assert codes(weighed("c", {"class"}), together="") == []


def test_a_measure_says_how_it_is_done():
    (one,) = advice([replace(CLASS, how=" ")], today=AUTUMN, digital=False, together="")
    assert (one.code, one.measure, one.source) == ("how", "b", Source.GUIDANCE)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Vi skal følge med ekstra i storefri.", ["følge med ekstra"]),
        ("Lærerne Holder  Øye med gangen.", ["Holder  Øye med"]),
        ("Ein vaksen vil halde auge med porten.", ["halde auge med"]),
        ("We keep an eye on the yard.", ["keep an eye on"]),
        ("Lars står ved porten kl. 8.15 hver dag.", []),
        ("Vedbehovene er store.", []),
    ],
)
def test_vague_words(text, found):
    assert vague_words(text) == found


def test_vague_words_are_pointed_out_with_the_measure():
    vague = replace(CLASS, how="Vi er tett på og har fokus på miljøet.")
    (one,) = advice([vague], today=AUTUMN, digital=False, together="")
    assert (one.code, one.measure, one.source) == ("vague", "b", Source.SUPERVISION)
    assert "er tett på" in one.sentence


@given(st.lists(st.sampled_from([ALONE, CLASS]), max_size=4), st.booleans(), st.booleans())
def test_all_advice_has_words_and_a_source(measures, digital, counts):
    measures = [replace(one, aim=replace(one.aim, counts=counts)) for one in measures]
    found = advice(measures, today=AUTUMN, digital=digital, together="")
    assert all(one.sentence and one.source in Source for one in found)
    assert counts or not found
