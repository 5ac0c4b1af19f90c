"""What differs between two versions. Pure."""

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.rules import compare

WHO = {"id": "p1", "name": "Lars"}
TALK = {
    "id": "m1", "title": "Samtale", "why": "Derfor.", "how": "Slik.", "target_groups": ["exposed"],
    "level": "individual", "responsible": WHO, "deputy": None, "starts_on": "2026-11-23",
    "ends_on": None, "after": [], "follows": "on_date", "interval_weeks": None, "digital": False,
}  # fmt: skip
SHARED = {"id": "s1", "title": "Felles", "why": "Derfor.", "starts_on": "2026-11-23"}
PLAN = {
    "problem": "Stengt ute.", "goal": "Med.", "together": "", "measures": [TALK],
    "references": [SHARED], "set_aside": {"unit": "Ikke nå."},
}  # fmt: skip


def changed(**fields):
    new = deepcopy(PLAN)
    new["measures"][0] |= fields
    return new


def fields(found):
    return [(one.field, one.before, one.after) for one in found]


def test_a_version_does_not_differ_from_itself():
    assert not compare(PLAN, deepcopy(PLAN))


def test_texts_that_differ():
    found = compare(PLAN, PLAN | {"goal": "Trygg."})
    assert fields(found.texts) == [("goal", "Med.", "Trygg.")]
    assert found


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Prat"), ("ends_on", "2026-12-18"), ("target_groups", ["exposed", "class"]),
        ("after", ["m0"]), ("interval_weeks", 2), ("digital", True), ("prevents", True),
        ("concerns", ["i1"]), ("responsible", {"id": "p2", "name": "Lars"}),
    ],
)  # fmt: skip
def test_a_measure_that_differs_says_in_what(field, value):
    (one,) = compare(PLAN, changed(**{field: value})).changed
    assert [difference.field for difference in one.differences] == [field]
    assert one.differences[0].after == value


def test_a_new_name_of_the_same_person_is_no_change():
    assert not compare(PLAN, changed(responsible={"id": "p1", "name": "Lars Nytt"}))


def test_a_deputy_of_an_early_version_is_the_same_person():
    old, new = changed(deputy="p2"), changed(deputy={"id": "p2", "name": "Kari"})
    assert not compare(old, new)


def test_what_was_not_kept_then_reads_as_empty():
    early = {key: value for key, value in TALK.items() if key not in ("deputy", "follows")}
    old = {"problem": "Stengt ute.", "goal": "Med.", "together": "", "measures": [early]}
    new = {**PLAN, "references": [], "set_aside": {}}
    assert not compare(old, new)


def test_measures_that_came_and_went():
    other = TALK | {"id": "m2", "title": "Klassemøte"}
    found = compare(PLAN, PLAN | {"measures": [other]})
    assert (found.added, found.removed) == ((other,), (TALK,))


def test_of_a_shared_measure_only_why_it_fits_is_the_plans_own():
    new = deepcopy(PLAN)
    new["references"][0] |= {"title": "Nytt navn", "starts_on": "2027-01-04"}
    assert not compare(PLAN, new)
    new["references"][0]["why"] = "En annen grunn."
    (one,) = compare(PLAN, new).changed
    assert fields(one.differences) == [("why", "Derfor.", "En annen grunn.")]


def test_groups_that_are_set_aside_or_not():
    found = compare(PLAN, PLAN | {"set_aside": {"violating": "Ingen kjent."}})
    assert fields(found.set_aside) == [("unit", "Ikke nå.", ""), ("violating", "", "Ingen kjent.")]


def test_what_happened_since_is_left_out():
    new = changed(starts_on="2026-11-25")
    assert not compare(PLAN, new, {"m1": {"starts_on"}})
    assert compare(PLAN, new)


@given(st.permutations(["m1", "m2", "m3"]), st.sets(st.sampled_from(["m1", "m2", "m3"])))
def test_comparing_both_ways_says_the_same(order, left):
    old = PLAN | {"measures": [TALK | {"id": pk} for pk in order]}
    new = PLAN | {"measures": [TALK | {"id": pk, "title": "Ny"} for pk in order if pk in left]}
    there, back = compare(old, new), compare(new, old)
    assert (there.added, there.removed) == (back.removed, back.added)
    assert {one.after["id"] for one in there.changed} == left
