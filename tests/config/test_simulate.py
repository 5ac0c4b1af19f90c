"""The simulated school year: a sample of it is played, and what it must find is found."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from config.doctor import findings
from config.simulation.ledger import NAMES, Awaited, Ledger
from config.simulation.people import ANSWERS, changing, owners
from config.simulation.people.answers import note_answer
from config.simulation.reckoning import OpenDays
from config.simulation.report import table
from config.simulation.scratch import Scratch
from config.simulation.world import Life, Said
from config.simulation.year import Year
from evaluations import sweep
from organisations.models import Absence
from overview.desks import day as min_dag
from overview.due import people
from tests.plugin_database import as_app

FIRST, LAST = date(2026, 9, 21), date(2026, 10, 16)  # with the autumn break


@pytest.fixture(scope="session")
def never_opened(servers, built_once, django_db_setup):
    """PostgreSQL copies no database that somebody is connected to, as to the tests' own anybody
    may be: a thread of a test that has ended, a browser that is still asking."""
    built_once.pour("never_opened")
    return "never_opened"


@pytest.fixture
def scratch(never_opened, django_db_blocker, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    with django_db_blocker.unblock(), Scratch(template=never_opened) as made:
        yield made


def play(scratch, first=FIRST, last=LAST, **more):
    said = []
    asked = {"schools": 1, "seed": 4, "pace": 5} | more
    year = Year(scratch, first=first, last=last, say=said.append, **asked)
    return year.go(), said


def test_some_weeks_with_a_break_in_them_miss_nothing(scratch, monkeypatch):
    for habit in (changing, owners):
        monkeypatch.setattr(habit, "SHARE", 0.04)
    monkeypatch.setattr(owners, "AWAY", 0.04)
    world, said = play(scratch)
    assert (world.ledger.missed, dict(world.refused)) == ([], {})
    with scratch.role("owner"):
        assert list(findings(world.now)) == []
        away = Absence.objects.filter(organisation__kind="owner").values_list("person", flat=True)
        advisers = {one.pk for owner in world.owners for one in (owner.adviser, owner.colleague)}
        assert away
        assert set(away) <= advisers
    assert [line[:7] for line in said[1:]] == ["2026-09", "2026-10"]
    answered = {kind for kind, one in world.ledger.counts.items() if one.in_time + one.late}
    assert {"concern", "ppt", "plan", "evaluation", "talk", "unsafe", "family"} <= answered
    assert {"change", "exclusion"} <= answered
    assert {one.unit.kind for one in world.schools if one.lives} == {"school", "kindergarten"}
    assert lines_add_up(world.ledger)


def lines_add_up(ledger):
    return all(
        one.due == one.in_time + one.late + one.fell_away + ledger.waiting[kind]
        for kind, one in ledger.counts.items()
    )


def test_a_lost_reminder_is_missed(scratch, monkeypatch):
    """The duty of a talk is taken away from everybody, and the sweep tells nobody of it."""
    areas = tuple(area for area in min_dag.AREAS if area is not people.talks)
    monkeypatch.setattr(min_dag, "AREAS", areas)
    monkeypatch.setattr(sweep, "tell_due_talks", lambda now: 0)
    world, _said = play(scratch, last=date(2026, 10, 9), pace=8)
    talks = world.ledger.counts["talk"]
    assert talks.missed == talks.due > 0
    assert {kind for kind, one in world.ledger.counts.items() if one.missed} == {"talk"}


def test_every_kind_of_duty_has_a_name_and_somebody_who_does_it():
    assert set(NAMES) == set(ANSWERS)


@pytest.fixture
def awaited():
    school = type("School", (), {"days": OpenDays()})()
    return Awaited("evaluation", "a", date(2026, 11, 2), school, marks=("a",))


def test_a_duty_is_in_time_on_its_day_and_late_after_it(awaited):
    for day, expected in ((date(2026, 11, 2), (1, 0)), (date(2026, 11, 3), (0, 1))):
        ledger = Ledger()
        ledger.expect(awaited)
        ledger.answered("evaluation", "a", day)
        counts = ledger.counts["evaluation"]
        assert (counts.in_time, counts.late) == expected
        awaited.has_come = False


def test_each_level_is_reached_once(awaited):
    ledger = Ledger()
    ledger.expect(awaited)
    reached = {
        day: [len(level) for level in ledger.escalate(date(2026, 11, day))] for day in range(3, 20)
    }
    assert {day: levels for day, levels in reached.items() if any(levels)} == {
        5: [1, 0],
        16: [0, 1],
    }


def test_what_adults_saw_gives_way_to_the_pupils_own_word():
    day = date(2026, 11, 2)
    world = SimpleNamespace(day=day, ledger=Ledger())
    life = Life(SimpleNamespace(days=OpenDays()), SimpleNamespace(pk="a"), None, None, day)
    note_answer(world, life, "4", is_own=False)
    assert (life.answers, world.ledger.open) == ({day: Said(4, is_own=False)}, {})
    for said, is_own in (("2", True), ("5", False)):
        note_answer(world, life, said, is_own=is_own)
        assert (life.answers, life.is_unsafe) == ({day: Said(2)}, True)
        assert list(world.ledger.open) == [("unsafe", "a")]


def test_the_table_holds_what_has_happened_and_the_sum(awaited):
    ledger = Ledger()
    ledger.expect(awaited)
    ledger.coming(date(2026, 11, 2))
    assert [line.split()[-8:] for line in table(ledger)][1:] == [
        ["1", "0", "0", "0", "0", "0", "0", "1"],
        ["1", "0", "0", "0", "0", "0", "0", "1"],
    ]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"schools": "0"}, "Choose from 1 to 200 schools."),
        ({"to": "2026-07-31"}, "--to comes before --from. Change one of them."),
        ({"to": "2030-07-31"}, "Choose at most three years."),
        ({"from": "i dag"}, "--from takes a date such as 2026-08-01, not i dag."),
        ({"from": "1999-08-01"}, "--from: no school year can be counted in around 1999-08-01."),
    ],
)
def test_simulate_says_what_to_change(asked, sentence):
    given = {"schools": "2", "from": "2026-08-01", "to": "2026-08-31"} | asked
    with pytest.raises(CommandError) as refusal:
        call_command("simulate", *[f"--{name}={value}" for name, value in given.items()])
    assert str(refusal.value) == sentence


def test_simulate_refuses_another_role(db):
    with pytest.raises(CommandError) as refusal:
        with as_app():
            call_command("simulate", "--schools=1", "--from=2026-08-01", "--to=2026-08-02")
    assert "Run this in the database role owner" in str(refusal.value)
