"""Toward whom the measures go. Pure."""

from hypothesis import given
from hypothesis import strategies as st

from measures.models.words import Target
from measures.rules import GROUPS, PARENTS, Aim, coverage, empty_groups, of_digital

TALK = Aim("talk", "Samtale", frozenset({"exposed"}), "individual")
MEETING = Aim("meeting", "Klassemøte", frozenset({"class", "bystanders"}), "system")
aims = st.lists(
    st.builds(
        Aim,
        id=st.integers(0, 1_000),
        title=st.just("Tiltak"),
        groups=st.frozensets(st.sampled_from(Target.values), min_size=1),
        level=st.sampled_from(["individual", "system"]),
        digital=st.booleans(),
        counts=st.booleans(),
    ),
    max_size=12,
    unique_by=lambda aim: aim.id,
)


def test_the_groups_are_those_that_a_measure_can_be_for():
    assert {*GROUPS, PARENTS} == set(Target.values)


def test_each_group_has_its_individual_and_its_system_measures():
    rows = {
        row.group: (row.individual, row.system) for row in coverage([TALK, MEETING], digital=False)
    }
    assert rows == {
        "exposed": ((TALK,), ()),
        "violating": ((), ()),
        "bystanders": ((), (MEETING,)),
        "class": ((), (MEETING,)),
        "unit": ((), ()),
    }


def test_a_digital_case_asks_for_the_parents_too():
    assert [row.group for row in coverage([], digital=True)] == [*GROUPS, PARENTS]
    meeting = Aim("p", "Foreldremøte", frozenset({PARENTS}), "system")
    assert [row.group for row in coverage([meeting], digital=False)] == [*GROUPS, PARENTS]


def test_a_group_is_empty_without_a_measure_that_counts_or_a_reason():
    stopped = Aim("s", "Stoppet", frozenset({"violating"}), "individual", counts=False)
    rows = coverage([TALK, MEETING, stopped], digital=False)
    assert empty_groups(rows) == ["violating", "unit"]
    assert empty_groups(rows, {"unit": "Ikke nå."}) == ["violating"]


def test_prevention_stands_beside_handling():
    handles = Aim("h", "Stoppsamtale", frozenset({"violating"}), "individual", digital=True)
    prevents = Aim("p", "Nettvett", frozenset({"class"}), "system", digital=True, prevents=True)
    assert of_digital([TALK, handles, prevents]) == ((handles,), (prevents,))


@given(aims, st.booleans())
def test_every_measure_stands_in_each_of_its_groups_and_nowhere_else(made, digital):
    rows = coverage(made, digital=digital)
    shown = [(row.group, aim.id) for row in rows for aim in (*row.individual, *row.system)]
    assert sorted(shown) == sorted((group, aim.id) for aim in made for group in aim.groups)
    assert set(empty_groups(rows)) == {row.group for row in rows} - {
        group for aim in made if aim.counts for group in aim.groups
    }
