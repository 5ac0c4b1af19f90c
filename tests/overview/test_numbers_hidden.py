"""No hidden number can be found out: all pages, half-years and kinds of units are read as the owner
reads them, and for each number that is hidden all values that fit are found. Five must be left.
"""

import random
import re
from collections import Counter
from datetime import date

import pytest

from overview.desks.numbers import half_years
from tests.clock import TODAY
from tests.factories.measures import SharedMeasureFactory
from tests.overview.counting import MIDDLE, NUMBERS, OWNER, opened, play, table_of
from tests.overview.recovering import ANYTHING, HIDDEN, Known, attacker

FEWER, OPEN = "fewer than 5", "Open cases"


# ---------------------------------------------------------------- small worlds, without a database
def small_world(chance, units=3, periods=3):
    """For each unit what was open after each period, and what was opened and closed in it."""
    found = {}
    for unit in range(units):
        now = 0
        for period in range(1, periods + 1):
            new = chance.choice([0, 1, 3, 5, 6, 9])
            gone = chance.randint(0, now + new)
            now += new - gone
            found[unit, "opened", period] = new
            found[unit, "closed", period] = gone
            found[unit, "open", period] = now
    return found


def told(number):
    return (number, number) if number >= 5 else HIDDEN


def told_with_none(number):
    """Nothing, said as such."""
    return (number, number) if number == 0 or number >= 5 else (1, 4)


def read(world, *, shown=("open",), said=told, always_total=False):
    """What the attacker knows after reading; and which numbers were hidden."""
    units = {unit for unit, _what, _period in world}
    periods = max(period for _unit, _what, period in world)
    known, hidden = attacker(units, periods), []
    for name, number in world.items():
        if name[1] in shown:
            known.number(name, said(number))
            hidden += [name] if number < 5 else []
    for period in range(1, periods + 1):
        numbers = [world[unit, "open", period] for unit in units]
        if always_total or min(numbers) >= 5:
            known.number(("all", period), (sum(numbers), sum(numbers)))
            known.sum(("all", period), *[(unit, "open", period) for unit in units])
    return known, hidden


def found_out(worlds, **rule):
    """The hidden numbers, in all worlds, for which fewer than five values fit."""
    for world in worlds:
        known, hidden = read(world, **rule)
        for name in hidden:
            fitting = known.values_that_fit(name)
            assert world[name] in fitting
            if len(fitting) < 5:
                yield name, fitting


def worlds(number, **size):
    return (small_world(random.Random(seed), **size) for seed in range(number))


def test_five_values_fit_each_hidden_number_in_many_small_worlds():
    assert list(found_out(worlds(100))) == []


@pytest.mark.parametrize(
    "rule",
    [
        {"shown": ("open", "opened", "closed")},
        {"shown": ("open", "opened")},
        {"shown": ("opened", "closed")},
        {"always_total": True},
        {"said": told_with_none},
    ],
    ids=["balance", "opened beside open", "opened and closed", "total", "none said as none"],
)
def test_the_attack_finds_what_another_rule_would_let_out(rule):
    assert next(found_out(worlds(40, units=2), **rule), None) is not None


def test_something_overdue_does_not_say_that_there_is_a_case():
    for others, fitting in ((ANYTHING, 5), ((0, 0), 4)):
        known = Known()
        known.number("open", HIDDEN)
        known.number("concerns and shared measures", others)
        known.number("overdue", (1, 40))
        known.sum("overdue", "open", "concerns and shared measures")
        assert len(known.values_that_fit("open")) == fitting


# ---------------------------------------------------------------- the product's own pages
def all_pages(client):
    """Every page of numbers that can be reached from the owner's page by links."""
    waiting, seen = [OWNER], {}
    while waiting:
        address = waiting.pop()
        seen[address] = table_of(client.get(address))
        inside = {link for link in seen[address].links if link.startswith(OWNER)}
        waiting += sorted(inside - set(seen) - set(waiting))
    return {address: page for address, page in seen.items() if address.startswith(NUMBERS)}


def half_of(address):
    found = re.search("half=([0-9a-z-]+)", address)
    return found[1] if found else half_years(TODAY)[0].key


def written_down(pages):
    """What the attacker knows after all pages, with every number as the pages tell it."""
    halves = list(MIDDLE)
    units = {unit for page in pages.values() for unit in page.units}
    known, hidden, numbers = attacker(units, len(halves)), set(), {}
    for address, page in pages.items():
        period = halves.index(half_of(address)) + 1
        for unit, cells in page.units.items():
            name, text = (unit, "open", period), cells[OPEN]
            assert numbers.setdefault(name, text) == text, "the same on every page"
            known.number(name, HIDDEN if text == FEWER else (int(text), int(text)))
            if text == FEWER:
                hidden.add(name)
                assert cells["Plan in time"] == cells["PPT has received"] == "–"
        rest = page.total.removeprefix("All together ")
        if rest.isdigit():
            whole = ("all", address)
            known.number(whole, (int(rest), int(rest)))
            known.sum(whole, *[(unit, "open", period) for unit in page.units])
    for unit, cells in pages[NUMBERS].units.items():
        if cells["Something overdue now"] == "Yes":
            known.number((unit, "overdue"), (1, 40))
            known.number((unit, "other"), ANYTHING)
            known.sum((unit, "overdue"), (unit, "open", len(halves)), (unit, "other"))
    return known, hidden, numbers


def flows(chance):
    """Of one unit: small, middling or large, so that its numbers come and go."""
    size, now, found = chance.choice([2, 5, 9]), 0, {}
    for half in MIDDLE:
        new = chance.randint(0, size)
        gone = chance.randint(0, now + new) if chance.random() < 0.5 else 0
        now += new - gone
        found[half] = (new, gone)
    return found


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_five_values_fit_each_hidden_number_on_the_pages(fjellet, strand, signed_in, seed, english):
    chance, truth = random.Random(seed), {}
    for unit in (fjellet.school, fjellet.other_school, fjellet.kindergarten):
        for half, number in play(fjellet, unit, flows(chance)).items():
            truth[str(unit.pk), "open", list(MIDDLE).index(half) + 1] = number
    play(strand, strand.school, flows(chance))
    # What is read one by one is not among the numbers; and what is late beside cases.
    opened(fjellet, fjellet.school, MIDDLE["2026-spring"], 3, held_by=fjellet.owner)
    opened(fjellet, fjellet.kindergarten, MIDDLE["2026-spring"], 3, alert__office=None)
    late = {"running": True, "evaluate_on": date(2026, 11, 2)}
    SharedMeasureFactory(unit=fjellet.other_school, **late)
    known, hidden, numbers = written_down(all_pages(signed_in(fjellet.owner_adviser)))
    assert numbers == {
        name: str(number) if number >= 5 else FEWER for name, number in truth.items()
    }
    fitting = Counter(len(known.values_that_fit(name)) for name in hidden)
    assert set(fitting) == {5}
    assert 0 < len(hidden) < len(numbers), "a world in which some are hidden and some are not"


def test_every_half_year_and_kind_is_reached_and_no_other_can_be_asked(fjellet, signed_in, english):
    client = signed_in(fjellet.owner_adviser)
    pages = all_pages(client)
    kinds = {re.sub(".*type=", "", page) if "type=" in page else "" for page in pages}
    assert {half_of(page) for page in pages} == set(MIDDLE)
    assert kinds == {"", "school", "kindergarten"}
    for asked in ("half=2026-11", "half=2027-spring", "half=2020-autumn", "type=ppt", "half=x"):
        assert client.get(f"{NUMBERS}?{asked}").status_code == 404
    plain = table_of(client.get(NUMBERS)).units
    for asked in ("from=2026-10-01&to=2026-10-31", "on=2026-10-01", "stage=5-7&kind=words"):
        assert table_of(client.get(f"{NUMBERS}?{asked}")).units == plain
