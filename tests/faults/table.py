"""The cases: what breaks, and how it is broken. Each is a test named after it; the tests end with
the same questions (``invariants``)."""

import os

CASES = {
    "F01": "kill -9 of a sender between claim and send",
    "F02": "kill -9 after the server took it, before that was stored",
    "F03": "kill -9 of a whole Celery worker that holds wake-ups",
    "F04": "kill -9 of the pool's child alone, and no memory left",
    "F05": "Valkey frozen, then killed, while a case is logged",
    "F06": "Valkey emptied, and started again empty",
    "F07": "Valkey read-only, full, or with another password",
    "F08": "the link to Valkey swallows everything",
    "F09": "PostgreSQL stopped at once in the middle of 50 forms",
    "F10": "PostgreSQL away, then back",
    "F11": "sessions of PostgreSQL ended at random",
    "F12": "the answer to COMMIT is lost",
    "F13": "the mail server refuses the connection, or has no address",
    "F14": "the mail server says 421 and 451 for an hour",
    "F15": "550 for one receiver of three",
    "F16": "the mail server hangs at its banner, and in DATA",
    "F17": "the mail server hangs up after DATA",
    "F18": "535 at sign-in to the mail server; a certificate of nobody's",
    "F19": "a letter that fails, and one that kills its sender",
    "F20": "two beats, three sweeps and a drain at the same time",
    "F21": "nothing runs for three days",
    "F22": "no room for PostgreSQL during a save",
    "F23": "no room for PostgreSQL during an upload",
    "F24": "the clock jumps by a day and by an hour, to and fro",
    "F25": "the nights in which the hour changes, and the last night of July",
    "F43": "10,000 alerts at 08:00 on the first day of school",
    "F46": "a role that ends between the fact and the mail",
}
# One seed of these is part of `make test`; `make faults` runs three of all, and the long run.
QUICK = {
    "F01", "F02", "F05", "F06", "F12", "F13", "F14", "F15", "F16", "F17", "F20", "F46",
}  # fmt: skip
EVERY_FAULT = bool(os.environ.get("EVERY_FAULT"))
SEEDS = [int(seed) for seed in os.environ.get("SEEDS", "1 2 3").split()] if EVERY_FAULT else [1]


def case_of(test_name: str) -> str:
    """F01 of test_f01_…; LONG of the long run; "" of a test that is no case."""
    number = test_name.removeprefix("test_").split("_")[0].upper()
    return number if number in CASES or number == "LONG" else ""


def is_asked_for(test_name: str) -> bool:
    case = case_of(test_name)
    return EVERY_FAULT or not case or case in QUICK
