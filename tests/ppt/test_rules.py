"""The steps of an alert at PPT's desk."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.models import PptAlert
from ppt.rules import LONGEST_WAIT, STEPS, State, Verb, after, may_answer_on, verbs_of

VERBS = st.lists(st.sampled_from(list(Verb)), max_size=12)


def test_the_states_are_those_of_the_alert():
    assert {state.value for state in State} == set(PptAlert.State.values)


# Written by hand: to which state each verb leads, from the first state to the last.
TABLE = {
    "new": "received assigned help_offered not_now ended",
    "received": "- assigned help_offered not_now ended",
    "assigned": "- assigned help_offered not_now ended",
    "help_offered": "- help_offered help_offered not_now ended",
    "not_now": "- not_now help_offered not_now ended",
    "ended": "- - help_offered - -",
}


@pytest.mark.parametrize("state", TABLE)
def test_the_table_of_steps(state):
    found = [after(state, verb) or "-" for verb in Verb]
    assert " ".join(found) == TABLE[state]


@given(VERBS)
def test_nothing_is_new_again_and_what_has_ended_is_only_helped(verbs):
    state = State.NEW
    for verb in verbs:
        before, then = state, after(state, verb)
        state = then or before
        assert then != State.NEW
        assert before != State.ENDED or state in (State.ENDED, State.HELP_OFFERED)
        assert verb not in (Verb.OFFER, Verb.END) or then or before == State.ENDED


@given(st.sampled_from(list(State)))
def test_with_a_case_that_has_ended_nothing_is_done(state):
    assert verbs_of(state, case_ended=True) == []
    assert set(verbs_of(state)) == {verb for source, verb in STEPS if source == state}


@given(st.dates(date(2020, 1, 1), date(2100, 1, 1)), st.integers(-400, 400))
def test_an_answer_is_promised_for_a_day_to_come_within_three_months(today, days):
    day = today + timedelta(days=days)
    assert may_answer_on(day, today) == (0 < days <= LONGEST_WAIT.days)
