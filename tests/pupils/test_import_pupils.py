"""A file of pupils, from the first to the one of the next year: what it does to the lists."""

from datetime import date, datetime, timedelta

import pytest

from audit.models import Event
from common.sorting import sort_key
from organisations.models import Membership
from pupils.models import Group, ImportChunk, Placement, Pupil
from tests.clock import NOW, TODAY
from tests.factories.cases import InvolvementFactory
from tests.factories.pupils import GroupFactory, PlacementFactory, PupilFactory
from tests.plugin_database import as_role
from tests.pupils.files import PUPILS, imported, looked_over
from tests.scope import acting

HEAD = PUPILS[0]
YESTERDAY = TODAY - timedelta(days=1)


def lists():
    """All of the lists, in a form that compares."""
    return {
        "pupils": sorted(
            Pupil.objects.values_list("name", "source_id", "born_on", "language", "left_on")
        ),
        "placements": sorted(
            map(
                str,
                Placement.objects.values_list(
                    "pupil__name", "group__name", "group__school_year", "starts_on", "ends_on"
                ),
            )
        ),
        "groups": sorted(Group.objects.values_list("name", "stage", "school_year")),
    }


def outcomes(job):
    return {name: number for name, number in job.counts["seen"].items() if number}


def faults(job):
    rows = [row for chunk in job.chunks.all() for row in chunk.outcomes]
    return [(number, details["code"]) for number, what, details in rows if what == "error"]


@pytest.fixture
def by(fjellet):
    with acting(fjellet.school_administrator, TODAY) as viewer:
        yield viewer.person


def test_the_first_file_makes_pupils_and_classes(fjellet, by):
    job = imported(fjellet.school, PUPILS, by)
    assert job.counts["done"] == {"new": 3}
    assert lists() == {
        "pupils": [
            ("Åse Å. Ødegård", "e3", date(2014, 1, 31), "", None),
            ("Ærlend Øvrebø", "e1", date(2014, 3, 5), "nb", None),
            ("Šáŋká Ŧuollá-Đorđević", "e2", date(2014, 11, 17), "nn", None),
        ],
        "placements": [
            str((name, group, 2026, TODAY, None))
            for name, group in sorted(
                [("Ærlend Øvrebø", "7A"), ("Åse Å. Ødegård", "7B"), ("Šáŋká Ŧuollá-Đorđević", "7A")]
            )
        ],
        "groups": [("7A", 7, 2026), ("7B", 7, 2026)],
    }
    names = [pupil.name for pupil in Pupil.objects.by_name()]
    assert names == ["Šáŋká Ŧuollá-Đorđević", "Ærlend Øvrebø", "Åse Å. Ødegård"]


def test_the_same_file_again_changes_nothing(fjellet, by):
    imported(fjellet.school, PUPILS, by)
    before = lists()
    job = imported(fjellet.school, PUPILS, by, now=NOW + timedelta(hours=1))
    assert outcomes(job) == {"unchanged": 3}
    assert lists() == before


def test_events_hold_numbers_and_no_names(fjellet, by):
    imported(fjellet.school, PUPILS, by)
    with as_role("owner"):
        events = list(Event.objects.order_by("name").values_list("name", "data"))
    assert events == [
        ("import.confirmed", {"kind": "pupils", "school_year": 2026, "complete": False, "new": 3}),
        ("import.done", {"kind": "pupils", "new": 3}),
        ("import.uploaded", {"kind": "pupils", "lines": 3}),
    ]


def test_no_line_of_the_file_is_left_when_it_is_done(fjellet, by):
    job = imported(fjellet.school, PUPILS, by)
    assert ImportChunk.objects.count() == 0
    assert (job.headings, job.state) == ([], "done")


def test_nothing_is_written_before_it_is_confirmed(fjellet, by):
    before = lists()
    job = looked_over(fjellet.school, PUPILS, by)
    assert outcomes(job) == {"new": 3}
    assert job.counts["new_groups"] == ["7A", "7B"]
    assert lists() == before


def test_somebody_moves_to_another_class(fjellet, by):
    imported(fjellet.school, PUPILS, by, now=NOW - timedelta(days=30))
    moved = [HEAD, PUPILS[1], ["e2", PUPILS[2][1], "7b", "17.11.2014", "nn"], PUPILS[3]]
    job = looked_over(fjellet.school, moved, by)
    assert outcomes(job) == {"unchanged": 2, "moved": 1}
    (row,) = job.chunks.get().outcomes
    assert row == [3, "moved", {"name": PUPILS[2][1], "from": "7A", "to": "7B"}]
    imported(fjellet.school, moved, by)
    placements = Placement.objects.filter(pupil__source_id="e2").order_by("starts_on")
    found = [(one.group.name, one.starts_on, one.ends_on) for one in placements]
    assert found == [("7A", TODAY - timedelta(days=30), YESTERDAY), ("7B", TODAY, None)]


def test_a_new_school_year_puts_everybody_in_a_class_and_ends_the_last(fjellet, by):
    imported(fjellet.school, PUPILS, by)
    june = datetime(2027, 6, 10, 9, tzinfo=NOW.tzinfo)
    job = imported(fjellet.school, PUPILS, by, school_year=2027, now=june)
    assert outcomes(job) == {"placed": 3}
    mine = Placement.objects.filter(pupil__source_id="e1").order_by("starts_on")
    assert [(one.group.school_year, one.starts_on, one.ends_on) for one in mine] == [
        (2026, TODAY, date(2027, 7, 31)), (2027, date(2027, 8, 1), None),
    ]  # fmt: skip
    assert Placement.objects.current(june.date()).filter(pupil__source_id="e1").count() == 1
    again = imported(fjellet.school, PUPILS, by, school_year=2026, now=june)
    assert outcomes(again) == {"unchanged": 3}


def test_a_name_is_corrected_by_the_id(fjellet, by):
    imported(fjellet.school, PUPILS, by)
    renamed = [HEAD, ["e1", "Ærlend Øvrebø Li", "7A", "", ""], *PUPILS[2:]]
    job = imported(fjellet.school, renamed, by)
    assert outcomes(job) == {"changed": 1, "unchanged": 2}
    pupil = Pupil.objects.get(source_id="e1")
    assert (pupil.name, pupil.born_on, pupil.language) == (
        "Ærlend Øvrebø Li", date(2014, 3, 5), "nb",
    )  # fmt: skip
    assert pupil.sort_key == sort_key(pupil.name)


def test_an_id_is_learnt_where_name_and_birth_date_are_certain(fjellet, by):
    known = PupilFactory(unit=fjellet.school, name="Ærlend Øvrebø", born_on=date(2014, 3, 5))
    job = imported(fjellet.school, [HEAD, PUPILS[1]], by)
    known.refresh_from_db()
    assert (outcomes(job), known.source_id) == ({"placed": 1}, "e1")


def test_whoever_is_missing_leaves_only_when_the_list_is_complete(fjellet, by):
    imported(fjellet.school, PUPILS, by, now=NOW - timedelta(days=30))
    fewer = PUPILS[:3]
    job = imported(fjellet.school, fewer, by)
    assert outcomes(job) == {"unchanged": 2, "leaving": 1}
    assert not Pupil.objects.exclude(left_on=None).exists()
    job = imported(fjellet.school, fewer, by, complete=True)
    assert (job.counts["done"]["leaving"], job.done, job.total) == (1, 3, 3)
    left = Pupil.objects.get(source_id="e3")
    assert (left.left_on, left.placements.get().ends_on) == (TODAY, TODAY)


def test_whoever_leaves_stays_in_the_case_and_can_come_back(fjellet, by):
    imported(fjellet.school, PUPILS, by)
    involved = InvolvementFactory(
        case__unit=fjellet.school, pupil=Pupil.objects.get(source_id="e3")
    )
    imported(fjellet.school, PUPILS[:3], by, complete=True)
    involved.refresh_from_db()
    assert involved.pupil.left_on == TODAY
    job = imported(fjellet.school, PUPILS, by, now=NOW + timedelta(days=3))
    involved.pupil.refresh_from_db()
    assert (outcomes(job), involved.pupil.left_on) == ({"unchanged": 2, "back": 1}, None)


def test_nobody_leaves_by_a_list_of_next_year_or_with_errors(fjellet, by):
    imported(fjellet.school, PUPILS, by)
    assert outcomes(looked_over(fjellet.school, PUPILS[:3], by, school_year=2027)) == {"placed": 2}
    faulty = [*PUPILS[:3], ["e3", "Åse Å. Ødegård", "7B", "31.13.2014", ""]]
    assert outcomes(looked_over(fjellet.school, faulty, by)) == {"unchanged": 2, "error": 1}


AMBIGUOUS = {
    "two of the same name and day": (["", "Kari Li", "7A", "01.02.2014"], "several"),
    "no day on the one we know": (["", "Ola By", "7A", "01.02.2014"], "without_date"),
    "nearly the same name": (["", "Ase Dal", "7A", "01.02.2014"], None),
    "another way to write a letter": (["", "Aase Dal", "7A", "01.02.2014"], "near"),
    "only a name": (["", "Kari Li", "7A", ""], "unknown_who"),
    "an id and a name that is known": (["x9", "Kari Li", "7A", ""], "same_name"),
    "an id that belongs to another": (["k5", "Per Å", "7A", "09.09.2013"], "id_of_another"),
    "another id for the same": (["x8", "Eva Nes", "7A", "01.02.2014"], "other_id"),
    "no class": (["", "Ny Elev", "", "01.02.2014"], "no_group"),
    "no letters": (["", "=1+1", "7A", "01.02.2014"], "name_without_letters"),
    "a day to come": (["", "Ny Elev", "7A", "01.02.2044"], "impossible_date"),
    "too many cells": (["", "Ny Elev", "7A", "01.02.2014", "nb", "x"], "too_many_cells"),
    "another language": (["", "Ny Elev", "7A", "01.02.2014", "tysk"], "unknown_language"),
}


@pytest.mark.parametrize("what", AMBIGUOUS)
def test_what_is_not_certain_is_an_error_and_never_a_guess(what, fjellet, by):
    line, code = AMBIGUOUS[what]
    born = date(2014, 2, 1)
    for facts in (
        {"name": "Kari Li", "born_on": born}, {"name": "Kari Li", "born_on": born},
        {"name": "Ola By"}, {"name": "Åse Dal", "born_on": born},
        {"name": "Eva Nes", "born_on": born, "source_id": "k5"},
    ):  # fmt: skip
        PupilFactory(unit=fjellet.school, **facts)
    job = looked_over(fjellet.school, [HEAD, line], by)
    assert faults(job) == ([(2, code)] if code else [])


def test_the_same_pupil_twice_in_a_file_is_an_error_on_the_second_line(fjellet, by):
    rows = [
        HEAD, PUPILS[1], PUPILS[1], ["", "Ny Elev", "7A", "01.02.2014"],
        ["", "ny  elev", "7B", "1.2.2014"], ["", PUPILS[1][1], "7A", PUPILS[1][3]],
    ]  # fmt: skip
    job = looked_over(fjellet.school, rows, by)
    assert faults(job) == [(3, "same_line"), (5, "same_line"), (6, "same_line")]


def test_two_ids_are_two_pupils_also_when_the_file_is_done_again(fjellet, by):
    twins = [HEAD, ["t1", "Kim Lie", "7A", "01.02.2014"], ["t2", "Kim Lie", "7A", "01.02.2014"]]
    assert outcomes(imported(fjellet.school, twins, by)) == {"new": 2}
    assert outcomes(imported(fjellet.school, twins, by)) == {"unchanged": 2}


def test_somebody_in_several_classes_is_moved_by_hand(fjellet, by):
    first = PlacementFactory(
        group__unit=fjellet.school, pupil__source_id="e1", pupil__name=PUPILS[1][1]
    )
    PlacementFactory(group=GroupFactory(unit=fjellet.school), pupil=first.pupil)
    job = looked_over(fjellet.school, [HEAD, PUPILS[1]], by)
    assert faults(job) == [(2, "in_several")]


def test_nobody_gets_access_by_a_file_of_pupils(fjellet, by):
    before = list(Membership.objects.order_by("pk").values())
    imported(fjellet.school, PUPILS, by)
    assert list(Membership.objects.order_by("pk").values()) == before


def test_a_kindergarten_has_groups_without_levels(fjellet):
    rows = [HEAD, ["", "Lite Barn", "3-åringene", "01.02.2023", ""]]
    with acting(fjellet.head, TODAY) as viewer:
        imported(fjellet.kindergarten, rows, viewer.person)
    assert lists()["groups"] == [("3-åringene", None, 2026)]
