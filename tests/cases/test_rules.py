"""The pure rules. The tables are written by hand, from the design."""

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import rules
from cases.rules import Band, State
from organisations.calendar import Calendar, Year
from organisations.law import law_for
from organisations.roles import Permission

REPORTED, INVESTIGATING, FOLLOW_UP = State.REPORTED, State.INVESTIGATING, State.FOLLOW_UP
MONITORING, CLOSED, VOID = State.MONITORING, State.CLOSED, State.VOID
WRITE, CLOSE = Permission.WRITE_CASES, Permission.CLOSE_CASES

# Every pair that is a step; all others are none.
STEPS = {
    (REPORTED, INVESTIGATING): ("investigate", WRITE),
    (REPORTED, FOLLOW_UP): ("follow_up", WRITE),
    (REPORTED, VOID): ("void", CLOSE),
    (INVESTIGATING, FOLLOW_UP): ("follow_up", WRITE),
    (INVESTIGATING, MONITORING): ("monitor", WRITE),
    (INVESTIGATING, VOID): ("void", CLOSE),
    (FOLLOW_UP, MONITORING): ("monitor", WRITE),
    (FOLLOW_UP, CLOSED): ("close", CLOSE),
    (MONITORING, FOLLOW_UP): ("follow_up", WRITE),
    (MONITORING, CLOSED): ("close", CLOSE),
    (CLOSED, INVESTIGATING): ("reopen", WRITE),
}


@pytest.mark.parametrize("target", State)
@pytest.mark.parametrize("source", State)
def test_every_pair_of_states_is_a_step_or_is_not(source, target):
    found = rules.transition(source, target)
    assert (found and (found.verb, found.permission)) == STEPS.get((source, target))


def test_every_state_has_its_verbs_by_hand():
    assert {state.value: sorted(rules.verbs_by_hand(state)) for state in State} == {
        "reported": ["investigate", "void"],
        "investigating": ["monitor", "void"],
        "follow_up": ["close", "monitor"],
        "monitoring": ["close", "follow_up"],
        "closed": ["reopen"],
        "void": [],
    }


def test_every_verb_asks_for_one_permission():
    assert {verb: rules.permission_of(verb) for verb, _permission in STEPS.values()} == {
        "investigate": WRITE,
        "follow_up": WRITE,
        "monitor": WRITE,
        "reopen": WRITE,
        "close": CLOSE,
        "void": CLOSE,
    }


def test_a_reference_has_the_year_and_nothing_to_misread():
    found = [rules.reference(2026, random.Random(n)) for n in range(500)]
    assert all(text.startswith("26-") and len(text) == 7 for text in found)
    assert set("".join(text[3:] for text in found)) == set("346793CDFGHJKMNPQRTWXY")
    assert len(set(found)) > 490


@pytest.mark.parametrize(
    ("told_on", "due_on"),
    [
        (date(2026, 11, 23), date(2026, 11, 30)),  # Monday to Monday
        (date(2026, 11, 21), date(2026, 11, 27)),  # from a Saturday to the Friday after
        (date(2026, 12, 23), date(2026, 12, 31)),  # school breaks are working days: 24, 28–31
        (date(2027, 3, 24), date(2027, 4, 5)),  # over Easter
    ],
)
def test_plan_and_answer_are_due_after_five_working_days(told_on, due_on):
    law = law_for("education_act", told_on)
    assert rules.plan_due_on(told_on, law) == due_on
    assert rules.answer_by(told_on, law) == due_on


CALENDAR = Calendar(
    (
        Year(2026, date(2026, 8, 17), date(2027, 6, 18)),
        Year(2027, date(2027, 8, 16), date(2028, 6, 16)),
    )
)


@pytest.mark.parametrize(
    ("calendar", "today", "until"),
    [
        (CALENDAR, date(2026, 11, 23), date(2027, 6, 18)),
        (CALENDAR, date(2027, 6, 17), date(2027, 6, 18)),
        (CALENDAR, date(2027, 6, 18), date(2028, 6, 16)),
        (CALENDAR, date(2027, 7, 20), date(2028, 6, 16)),
        (CALENDAR, date(2027, 8, 1), date(2028, 6, 16)),
        (Calendar(), date(2026, 11, 23), date(2027, 7, 31)),
        (Calendar(), date(2027, 7, 31), date(2028, 7, 31)),
    ],
)
def test_a_case_is_followed_to_the_end_of_the_school_year(calendar, today, until):
    assert rules.followed_until(calendar, today) == until


@given(st.dates(date(2024, 1, 1), date(2036, 12, 31)))
def test_the_end_lies_ahead_and_the_week_begins_on_a_monday(today):
    assert rules.followed_until(CALENDAR, today) > today
    monday = rules.monday_of(today)
    assert monday.weekday() == 0
    assert monday.isocalendar()[:2] == today.isocalendar()[:2]


@pytest.mark.parametrize(
    ("stage", "band"),
    [(None, ""), (0, ""), (1, "1-4"), (4, "1-4"), (5, "5-7"), (7, "5-7"), (8, "8-10"),
     (10, "8-10"), (11, "11-13"), (13, "11-13"), (14, "")],
)  # fmt: skip
def test_stages_are_told_in_bands(stage, band):
    assert rules.stage_band(stage) == band


def test_places_are_those_of_a_school_or_of_a_kindergarten():
    assert rules.places_at("school") == {
        "classroom", "break", "corridor", "changing_room", "after_school", "way_to_school", "trip",
        "online", "elsewhere",
    }  # fmt: skip
    assert rules.places_at("kindergarten") == {
        "changing_room", "trip", "play_indoors", "play_outdoors", "elsewhere",
    }  # fmt: skip


# ---------------------------------------------------------------- who could it be?
SCHOOL = {"a": {2}, "b": {2}, "c": {3}, "d": {6}, "e": {6, 7}, "f": {8}, "g": set()}


@pytest.mark.parametrize(
    ("concerned", "band"),
    [
        ([], Band(frozenset(), 7)),
        (["a"], Band(frozenset({2}), 3)),
        (["a", "c"], Band(frozenset({2, 3}), 3)),
        (["e"], Band(frozenset({6, 7}), 2)),
        (["a", "d"], Band(frozenset({2, 6}), 2)),
        (["f"], Band(frozenset({8}), 1)),
        (["g"], Band(frozenset({None}), 7)),
        (["a", "g"], Band(frozenset({2, None}), 3)),
        (["not here"], Band(frozenset({None}), 7)),
    ],
)
def test_the_smallest_crowd_counts(concerned, band):
    assert rules.band_of(concerned, SCHOOL) == band


# kindergarten, staff, stages, size: names the unit, stage, kinds
CONTENT = [
    (False, False, {6}, 30, (True, "5-7", ("words",))),
    (False, False, {6}, 29, (False, "", ())),
    (False, False, {6, 7}, 30, (True, "5-7", ("words",))),
    (False, False, {4, 5}, 30, (True, "", ("words",))),
    (False, False, {4, 5}, 29, (False, "", ())),
    (False, False, set(), 200, (True, "", ("words",))),
    (False, False, set(), 12, (False, "", ())),
    (False, False, {None}, 200, (True, "", ("words",))),
    (False, False, {6, None}, 60, (True, "", ("words",))),
    (True, False, {None}, 200, (False, "", ())),
    (True, False, set(), 200, (False, "", ())),
    (False, True, {6}, 200, (False, "", ())),
    (True, True, {6}, 200, (False, "", ())),
]


@pytest.mark.parametrize(("kindergarten", "staff", "stages", "size", "told"), CONTENT)
def test_what_level_0_may_hold(kindergarten, staff, stages, size, told):
    content = rules.alert_content(
        is_kindergarten=kindergarten,
        is_about_staff=staff,
        band=Band(frozenset(stages), size),
        kinds=("words",),
    )
    assert (content.names_unit, content.stage, content.kinds) == told


@given(
    stages=st.frozensets(st.one_of(st.none(), st.integers(1, 13)), max_size=4),
    size=st.integers(0, 60),
    smaller=st.integers(0, 60),
    kindergarten=st.booleans(),
    staff=st.booleans(),
)
def test_a_smaller_crowd_never_tells_more(stages, size, smaller, kindergarten, staff):
    size, smaller = max(size, smaller), min(size, smaller)

    def told(count):
        content = rules.alert_content(
            is_kindergarten=kindergarten,
            is_about_staff=staff,
            band=Band(stages, count),
            kinds=("physical", "digital"),
        )
        return content.names_unit, bool(content.stage), len(content.kinds)

    assert all(less <= more for less, more in zip(told(smaller), told(size), strict=True))
    if smaller < 30:
        assert told(smaller) == (False, False, 0)


@given(
    st.dictionaries(st.integers(0, 40), st.sets(st.integers(1, 13), max_size=2), max_size=40),
    st.data(),
)
def test_a_crowd_holds_everyone_who_could_be_meant(stages, data):
    concerned = data.draw(st.sets(st.sampled_from(sorted(stages)), max_size=3)) if stages else set()
    band = rules.band_of(concerned, stages)
    assert 0 <= band.size <= len(stages)
    more = rules.band_of(concerned | set(list(stages)[:1]), stages)
    assert more.size <= band.size
