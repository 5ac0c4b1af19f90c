"""The table at the end."""

from collections.abc import Iterator
from dataclasses import astuple

from config.simulation.ledger import NAMES, Counts, Ledger

HEADINGS = ("due", "in time", "late", "leader", "owner", "fell away", "missed", "waiting")
WIDEST = max(map(len, NAMES.values()))


def table(ledger: Ledger) -> Iterator[str]:
    """A line for each kind of duty, and all of them together."""
    waiting = ledger.waiting
    yield _line("", HEADINGS)
    total = [0] * len(HEADINGS)
    for kind, counts in ledger.counts.items():
        numbers = [*_in_order(counts), waiting[kind]]
        total = [one + more for one, more in zip(total, numbers, strict=True)]
        if any(numbers):
            yield _line(NAMES[kind], numbers)
    yield _line("All", total)


def _in_order(counts: Counts) -> tuple[int, ...]:
    return astuple(counts)


def _line(name: str, values) -> str:
    return f"{name:<{WIDEST}}" + "".join(f"{value:>11}" for value in values)
