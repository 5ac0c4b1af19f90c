import smtplib
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.rules import (
    LONGEST_WAIT,
    MOST_TRIES,
    End,
    Outcome,
    is_worn_out,
    outcome_of,
    wait_after,
)

CHANCE = st.floats(0, 1, exclude_max=True)
MIDDLE = 0.5


@pytest.mark.parametrize(
    ("attempts", "minutes"),
    [(0, 0), (1, 1), (2, 2), (3, 4), (4, 8), (5, 16), (6, 32), (7, 60), (8, 60), (12, 60)],
)
def test_wait_after_doubles_up_to_an_hour(attempts, minutes):
    assert wait_after(attempts, MIDDLE) == timedelta(minutes=minutes)


@given(st.integers(1, 500), CHANCE)
def test_wait_after_strays_by_half_at_most(attempts, chance):
    middle = wait_after(attempts, MIDDLE)
    assert middle * 0.5 <= wait_after(attempts, chance) <= middle * 1.5
    assert wait_after(attempts, chance) <= LONGEST_WAIT * 1.5


@given(st.integers(0, 500), CHANCE)
def test_wait_after_never_grows_shorter_with_more_attempts(attempts, chance):
    assert wait_after(attempts, chance) <= wait_after(attempts + 1, chance)


@given(CHANCE, CHANCE)
def test_wait_after_leaves_the_first_attempt_alone(chance, other):
    assert wait_after(0, chance) == wait_after(0, other) == timedelta(0)


@given(st.lists(CHANCE, min_size=MOST_TRIES, max_size=MOST_TRIES))
def test_all_tries_are_used_up_between_three_and_nine_hours(chances):
    waits = [wait_after(number, chance) for number, chance in enumerate(chances, 1)][:-1]
    assert timedelta(hours=3) < sum(waits, timedelta(0)) < timedelta(hours=9.1)


def test_worn_out_after_twelve_tries():
    assert [is_worn_out(number) for number in (11, 12, 13)] == [False, True, True]


def refused(code):
    return smtplib.SMTPRecipientsRefused({"kari@skolen.example": (code, b"Kari is away")})


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (refused(550), Outcome(End.DEAD, "smtp 550")),
        (refused(450), Outcome(End.AGAIN, "smtp 450")),
        (smtplib.SMTPDataError(554, b"no"), Outcome(End.DEAD, "smtp 554")),
        (smtplib.SMTPDataError(451, b"later"), Outcome(End.AGAIN, "smtp 451")),
        (smtplib.SMTPDataError(421, b"bye"), Outcome(End.AGAIN, "smtp 421", server=True)),
        (
            smtplib.SMTPSenderRefused(550, b"no", "ikke-svar@tryggspor.example"),
            Outcome(End.AGAIN, "sender 550", server=True),
        ),
        (smtplib.SMTPHeloError(500, b"?"), Outcome(End.AGAIN, "smtp 500", server=True)),
        (
            smtplib.SMTPServerDisconnected("gone"),
            Outcome(End.AGAIN, "disconnected", server=True),
        ),
        (smtplib.SMTPNotSupportedError("utf8"), Outcome(End.AGAIN, "SMTPNotSupportedError")),
        (TimeoutError("slow"), Outcome(End.AGAIN, "timeout", server=True)),
        (ConnectionResetError("cut"), Outcome(End.AGAIN, "connection", server=True)),
        (KeyError("Kari"), Outcome(End.AGAIN, "KeyError")),
    ],
)
def test_outcome_of_an_error(error, outcome):
    assert outcome_of(error) == outcome


@pytest.mark.parametrize("error", [refused(550), KeyError("Kari"), OSError("Kari")])
def test_no_outcome_holds_what_the_error_says(error):
    assert "Kari" not in outcome_of(error).why
